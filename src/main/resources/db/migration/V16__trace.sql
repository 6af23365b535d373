-- By which the attempts continue the trace of the message that called for them (W3C Trace Context); null: there is none.
alter table reaction add column traceparent text;
