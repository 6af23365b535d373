package io.ecslifeguard.localcloud.smq;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.http.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the answers to one request. */
final class Answers {

    private final Map<String, String> headers = new HashMap<>();
    private final String base;
    private final String requestId;

    Answers(String requestId, String base) {
        this.requestId = requestId;
        this.base = base;
        headers.put("Server", "AliyunMQS");
        headers.put("x-mns-request-id", requestId);
        headers.put("x-mns-version", "2015-06-06");
    }

    Reply empty(int status) {
        return Reply.of(status, null, headers, null);
    }

    Reply located(int status, String queue) {
        headers.put("Location", base + "/queues/" + queue);
        return empty(status);
    }

    Reply error(ApiError error) {
        var xml = new Xml()
                .root("Error")
                .element("Code", error.code())
                .element("Message", error.getMessage())
                .element("RequestId", requestId)
                .element("HostId", base)
                .close("Error");
        return document(error.status(), error.code(), xml);
    }

    Reply queue(MessageQueue queue) {
        queue.settle();
        var xml = new Xml().root("Queue").element("QueueName", queue.name);
        return document(200, null, attributes(xml, queue).close("Queue"));
    }

    Reply list(List<MessageQueue> queues, boolean withMeta, String next) {
        var xml = new Xml().root("Queues");
        for (var queue : queues) {
            xml.open("Queue").element("QueueURL", base + "/queues/" + queue.name);
            if (withMeta) {
                queue.settle();
                attributes(xml.element("QueueName", queue.name), queue);
            }
            xml.close("Queue");
        }
        if (next != null) {
            xml.element("NextMarker", next);
        }
        return document(200, null, xml.close("Queues"));
    }

    /** The outcome of a send: messages, and for a batch also errors. */
    Reply sent(List<?> results, boolean batch) {
        var xml = new Xml();
        if (batch) {
            xml.root("Messages");
        }
        String failed = null;
        for (var result : results) {
            if (batch) {
                xml.open("Message");
            } else {
                xml.root("Message");
            }
            if (result instanceof ApiError error) {
                failed = error.code();
                xml.element("ErrorCode", error.code()).element("ErrorMessage", error.getMessage());
            } else {
                var message = (Message) result;
                xml.element("MessageId", message.id).element("MessageBodyMD5", message.md5);
            }
            xml.close("Message");
        }
        if (batch) {
            xml.close("Messages");
        }
        return document(failed == null ? 201 : 500, failed, xml);
    }

    Reply messages(MessageQueue queue, List<Message> messages, boolean batch, boolean peeked) {
        var xml = new Xml();
        if (batch) {
            xml.root("Messages");
        }
        for (var message : messages) {
            if (batch) {
                xml.open("Message");
            } else {
                xml.root("Message");
            }
            message(xml, queue, message, peeked);
            xml.close("Message");
        }
        if (batch) {
            xml.close("Messages");
        }
        return document(200, null, xml);
    }

    Reply visibility(MessageQueue queue, Message message) {
        var xml = new Xml()
                .root("ChangeVisibility")
                .element("ReceiptHandle", queue.handle(message))
                .element("NextVisibleTime", message.visibleAt)
                .close("ChangeVisibility");
        return document(200, null, xml);
    }

    /** The handles of a batch delete that failed, and no others. */
    Reply failures(Map<String, ApiError> failures) {
        var xml = new Xml().root("Errors");
        failures.forEach((handle, error) -> xml.open("Error")
                .element("ErrorCode", error.code())
                .element("ErrorMessage", error.getMessage())
                .element("ReceiptHandle", handle)
                .close("Error"));
        return document(404, failures.values().iterator().next().code(), xml.close("Errors"));
    }

    private Reply document(int status, String code, Xml xml) {
        headers.put("Content-Type", "text/xml;charset=utf-8");
        headers.put("x-mns-response-format", "xml");
        return Reply.of(status, code, headers, xml.toString());
    }

    private static void message(Xml xml, MessageQueue queue, Message message, boolean peeked) {
        var draft = message.draft;
        xml.element("MessageId", message.id)
                .element("MessageBodyMD5", message.md5)
                .element("MessageBody", draft.body());
        if (!peeked) {
            xml.element("ReceiptHandle", queue.handle(message));
        }
        xml.element("EnqueueTime", message.enqueuedAt).element("FirstDequeueTime", message.firstDequeuedAt);
        if (!peeked) {
            xml.element("NextVisibleTime", message.visibleAt);
        }
        xml.element("DequeueCount", message.dequeueCount).element("Priority", draft.priority());
        if (draft.groupId() != null) {
            xml.element("MessageGroupId", draft.groupId());
        }
        if (!draft.userProperties().isEmpty()) {
            xml.open("UserProperties").raw(draft.userProperties()).close("UserProperties");
        }
        if (!draft.systemProperties().isEmpty()) {
            xml.open("SystemProperties").raw(draft.systemProperties()).close("SystemProperties");
        }
    }

    @CanIgnoreReturnValue
    private static Xml attributes(Xml xml, MessageQueue queue) {
        var attributes = queue.attributes;
        xml.element("DelaySeconds", attributes.delay())
                .element("MaximumMessageSize", attributes.maxSize())
                .element("MessageRetentionPeriod", attributes.retention())
                .element("VisibilityTimeout", attributes.visibility())
                .element("CreateTime", queue.createdAt / 1000)
                .element("LastModifyTime", queue.modifiedAt / 1000)
                .element("PollingWaitSeconds", attributes.pollingWait())
                .element("ActiveMessages", queue.active())
                .element("InactiveMessages", queue.inactive())
                .element("DelayMessages", queue.delayed())
                .element("LoggingEnabled", attributes.logging() ? "True" : "False")
                .element("MessageType", 0)
                .element("EnableSSE", "False");
        var dlq = attributes.dlq();
        if (!dlq.target().isEmpty()) {
            xml.open("DlqPolicy")
                    .element("Enabled", dlq.enabled() ? "true" : "false")
                    .element("DeadLetterTargetQueue", dlq.target())
                    .element("MaxReceiveCount", dlq.maxReceiveCount())
                    .close("DlqPolicy");
        }
        return xml;
    }
}
