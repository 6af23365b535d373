package io.ecslifeguard.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A span, and what comes below it. Nothing of it costs anything while tracing is off.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
 */
public final class Trace {

    private static final String TRACEPARENT = "traceparent";
    private static final Trace NONE = new Trace(Span.getInvalid(), Context.root());
    private static final TextMapGetter<String> IS_THE_TEXT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String text) {
            return List.of(TRACEPARENT);
        }

        @Override
        public String get(String text, String key) {
            return TRACEPARENT.equals(key) ? text : null;
        }
    };

    private static volatile boolean on;

    private final Span span;
    private final Context context;

    private Trace(Span span, Context parent) {
        this.span = span;
        this.context = parent.with(span);
    }

    /** Whether there are spans at all. */
    public static boolean isOn() {
        return on;
    }

    /** Whether whoever asks is within a span. */
    public static boolean isUnderWay() {
        return on && Span.current().getSpanContext().isValid();
    }

    static void switchOn(boolean yes) {
        on = yes;
    }

    /** A trace of its own, of something that came from elsewhere. */
    public static Trace received(String name) {
        return on ? begun(builder(name).setNoParent().setSpanKind(SpanKind.CONSUMER), Context.root()) : NONE;
    }

    /** A span of the trace that {@link #traceparent} told; a trace of its own where there is none. */
    public static Trace continued(String name, Optional<String> traceparent) {
        if (!on) {
            return NONE;
        }
        var parent = traceparent.map(Trace::context).orElse(Context.root());
        return begun(builder(name).setParent(parent), parent);
    }

    /**
     * A call to another service, within the span of whoever calls.
     *
     * @param others of those for whom the call is made, where the caller has no span; it belongs to the first one's trace
     */
    public static Trace call(String name, List<String> others) {
        if (!on) {
            return NONE;
        }
        var current = Context.current();
        var parent = Span.fromContext(current).getSpanContext().isValid() || others.isEmpty()
                ? current
                : context(others.get(0));
        var builder = builder(name).setParent(parent).setSpanKind(SpanKind.CLIENT);
        others.forEach(other -> builder.addLink(Span.fromContext(context(other)).getSpanContext()));
        return begun(builder, parent);
    }

    /** A span below this one. */
    public Trace child(String name) {
        return on ? begun(builder(name).setParent(context), context) : NONE;
    }

    /** Says something of it. */
    public Trace with(String key, String value) {
        span.setAttribute(key, value);
        return this;
    }

    /** As {@link #with(String, String)}, where there is something to say. */
    public Trace with(String key, Optional<String> value) {
        value.ifPresent(it -> span.setAttribute(key, it));
        return this;
    }

    /** From now on it is the span of all that is done on this Vert.x context, which must be nobody else's, until that ends. */
    public void isCurrent() {
        if (this != NONE) {
            var unused = context.makeCurrent();
        }
    }

    /** By which it is continued later, and elsewhere; empty while tracing is off. */
    public Optional<String> traceparent() {
        if (!span.getSpanContext().isValid()) {
            return Optional.empty();
        }
        var text = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance().inject(context, text, Map::put);
        return Optional.ofNullable(text.get(TRACEPARENT));
    }

    /** It has ended. */
    public void end() {
        span.end();
    }

    /** It has ended with a failure. */
    public void failed(Throwable failure) {
        span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
        span.end();
    }

    private static SpanBuilder builder(String name) {
        return GlobalOpenTelemetry.getTracer("ecs-lifeguard").spanBuilder(name);
    }

    private static Trace begun(SpanBuilder builder, Context parent) {
        return new Trace(builder.startSpan(), parent);
    }

    private static Context context(String traceparent) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, IS_THE_TEXT);
    }
}
