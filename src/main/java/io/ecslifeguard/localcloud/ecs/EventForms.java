package io.ecslifeguard.localcloud.ecs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes events as CloudMonitor and EventBridge do.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/143663">ECS status change events</a>
 * @see <a href="https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-overview">Events in EventBridge</a>
 */
record EventForms(Home home) {

    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter RULE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSxx", Locale.ROOT).withZone(BEIJING);
    private static final DateTimeFormatter CLOUD_EVENT_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT).withZone(BEIJING);
    private static final DateTimeFormatter PUBLISH_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'PRC'", Locale.ROOT)
            .withZone(BEIJING);

    static String eventTime(Instant at) {
        return RULE_TIME.format(at);
    }

    JsonObject write(MonitorEvent event, Envelope envelope) {
        return switch (envelope) {
            case RULE -> rule(event);
            case EVENT_CENTER -> eventCenter(event);
            case CLOUD_EVENT -> cloudEvent(event);
        };
    }

    private JsonObject rule(MonitorEvent event) {
        var json = new JsonObject()
                .put("ver", "1.0")
                .put("id", event.id())
                .put("product", "ECS")
                .put("resourceId", event.resourceId())
                .put("level", event.level())
                .put("name", event.name())
                .put("userId", home.account())
                .put("eventTime", eventTime(event.at()))
                .put("regionId", home.region());
        if (event.instanceName() != null) {
            json.put("instanceName", event.instanceName());
        }
        return json.put("content", event.content());
    }

    private JsonObject eventCenter(MonitorEvent event) {
        var meta = new JsonObject()
                .put("regionNameEn", home.region())
                .put("resourceId", event.resourceId())
                .put("product", "ECS")
                .put("eventNameEn", event.name());
        if (event.instanceName() != null) {
            meta.put("instanceName", event.instanceName());
        }
        meta.put("level", event.level())
                .put("resource", "")
                .put("groupId", "0")
                .put("serviceTypeEn", "ECS")
                .put("eventType", event.type())
                .put("regionId", home.region())
                .put("eventTime", eventTime(event.at()))
                .put("name", event.name())
                .put("id", event.id())
                .put("status", "Normal");
        var alert = new JsonObject()
                .put("alertStatus", "TRIGGERED")
                .put("groupId", "")
                .put("source", "SYS_EVENT")
                .put("eventContentMap", event.content())
                .put("dedupId", event.id())
                .put("eventName", event.name())
                .put("arn", event.resourceId())
                .put("timestamp", event.at().getEpochSecond() * 1000)
                .put("traceId", event.id())
                .put("severity", event.level())
                .put("product", "ECS")
                .put("eventRawContent", event.content().encode())
                .put("eventType", event.type())
                .put("userId", home.account())
                .put("meta", new JsonObject().put("sysEventMeta", meta));
        return new JsonObject()
                .put(
                        "userInfo",
                        new JsonObject().put("aliyunId", home.account()).put("userId", home.account()))
                .put("subscription", subscription())
                .put("batchId", event.id())
                .put("alert", alert)
                .put("severity", event.level())
                .put("strategyName", "localcloud")
                .put("userId", home.account())
                .put("time", event.at().toEpochMilli());
    }

    private static JsonObject subscription() {
        return new JsonObject()
                .put("subscriptionUuid", "localcloud")
                .put(
                        "conditions",
                        new JsonArray()
                                .add(condition("source", "EQ", "SYS_EVENT"))
                                .add(condition("product", "IN", "ECS")))
                .put("relation", "AND");
    }

    private static JsonObject condition(String field, String op, String value) {
        return new JsonObject().put("field", field).put("op", op).put("value", value);
    }

    private JsonObject cloudEvent(MonitorEvent event) {
        return new JsonObject()
                .put("specversion", "1.0")
                .put("id", event.id())
                .put("source", "acs.ecs")
                .put("type", "ecs:" + event.name())
                .put("subject", event.resourceId())
                .put("time", CLOUD_EVENT_TIME.format(event.at()))
                .put("datacontenttype", "application/json;charset=utf-8")
                .put("data", event.content())
                .put("aliyunaccountid", home.account())
                .put("aliyunpublishtime", PUBLISH_TIME.format(event.at()))
                .put("aliyuneventbusname", "default")
                .put("aliyunregionid", home.region())
                .put("aliyunpublishaddr", "127.0.0.1");
    }
}
