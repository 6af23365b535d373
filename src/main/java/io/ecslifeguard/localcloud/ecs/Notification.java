package io.ecslifeguard.localcloud.ecs;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/** Brings a body into what stands in MessageBody: encoded, and wrapped as an SMQ topic notifies a queue. */
record Notification(String account, Topic topic, Encoding encoding) {

    private static final String TOPIC = "ecs-events";
    private static final String SUBSCRIPTION = "ecs-events-to-queue";

    String body(String message, Instant at) {
        if (topic == Topic.NONE) {
            return encoding == Encoding.RAW ? message : base64(message);
        }
        var inner = encoding == Encoding.BASE64_INNER ? base64(message) : message;
        var notification = topic == Topic.JSON ? json(inner, at) : xml(inner, at);
        return encoding == Encoding.BASE64 ? base64(notification) : notification;
    }

    private String json(String message, Instant at) {
        return new JsonObject()
                .put("TopicOwner", account)
                .put("Message", message)
                .put("Subscriber", account)
                .put("PublishTime", String.valueOf(at.toEpochMilli()))
                .put("SubscriptionName", SUBSCRIPTION)
                .put("MessageMD5", md5(message))
                .put("TopicName", TOPIC)
                .put("MessageId", messageId())
                .encode();
    }

    private String xml(String message, Instant at) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                + "<Notification xmlns=\"http://mns.aliyuncs.com/doc/v1/\">"
                + element("TopicOwner", account)
                + element("TopicName", TOPIC)
                + element("Subscriber", account)
                + element("SubscriptionName", SUBSCRIPTION)
                + element("MessageId", messageId())
                + element("MessageMD5", md5(message))
                + element("Message", message)
                + element("PublishTime", String.valueOf(at.toEpochMilli()))
                + "</Notification>";
    }

    private static String element(String name, String text) {
        var escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "<" + name + ">" + escaped + "</" + name + ">";
    }

    private static String messageId() {
        return UUID.randomUUID().toString().replace("-", "").toUpperCase();
    }

    private static String md5(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
