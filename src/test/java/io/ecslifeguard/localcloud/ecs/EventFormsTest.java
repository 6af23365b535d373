package io.ecslifeguard.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms against the documented samples, member by member. */
class EventFormsTest {

    private final TestCloud cloud = new TestCloud();

    @Test
    void tellsAStateChangeAsAClassicRuleInBase64() {
        // Given
        var id = cloud.running("web-1", false);

        // When
        cloud.doEcs("StopInstance", "InstanceId", id);

        // Then
        var event = new JsonObject(TestCloud.decode(cloud.bodies.get(0)));
        var address = cloud.instance(id)
                .getJsonObject("VpcAttributes")
                .getJsonObject("PrivateIpAddress")
                .getJsonArray("IpAddress")
                .getString(0);
        assertThat(UUID.fromString(event.getString("id"))).isNotNull();
        event.remove("id");
        assertThat(event).isEqualTo(new JsonObject("""
                        {"ver": "1.0", "product": "ECS", "level": "INFO", "name": "Instance:StateChange",
                         "resourceId": "acs:ecs:cn-hangzhou:1000000000000001:instance/%s",
                         "userId": "1000000000000001", "regionId": "cn-hangzhou", "instanceName": "web-1",
                         "eventTime": "20260301T181533.123+0800",
                         "content": {"resourceId": "%s", "resourceType": "ALIYUN::ECS::Instance", "state": "Stopping",
                           "instanceName": "web-1", "instanceType": "ecs.g7.large", "publicIpAddress": "",
                           "privateIpAddress": "%s"}}""".formatted(id, id, address)));
    }

    @Test
    void tellsOfAReleasedInstanceNothingButItsId() {
        // Given
        var id = cloud.running("web-1", false);
        cloud.post("instances/web-1/release", new JsonObject());

        // When
        cloud.pass(2);

        // Then
        assertThat(cloud.events().get(2).getJsonObject("content"))
                .isEqualTo(new JsonObject()
                        .put("resourceId", id)
                        .put("resourceType", "ALIYUN::ECS::Instance")
                        .put("state", "Deleted"));
    }

    @Test
    void tellsAnInterruptionAsAWarning() {
        // Given
        var id = cloud.running("spot-1", true);

        // When
        cloud.post("instances/spot-1/interrupt", new JsonObject());

        // Then
        var event = cloud.events().get(0);
        assertThat(event.getString("name")).isEqualTo("Instance:PreemptibleInstanceInterruption");
        assertThat(event.getString("level")).isEqualTo("WARN");
        assertThat(event.getJsonObject("content"))
                .isEqualTo(new JsonObject().put("instanceId", id).put("action", "delete"));
    }

    @Test
    void givesEachEventAnIdOfItsOwn() {
        // Given
        cloud.seed("20");

        // When
        for (var number = 1; number <= 20; number++) {
            cloud.post("instances/web-" + number + "/reboot", new JsonObject());
        }
        cloud.pass(10);

        // Then
        assertThat(cloud.events())
                .hasSize(60)
                .extracting(event -> event.getString("id"))
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsAsTheEventCenterDoes() {
        // Given
        var id = cloud.running("web-1", false);
        cloud.set(new JsonObject().put("envelope", "event-center").put("encoding", "raw"));

        // When
        cloud.doEcs("StopInstance", "InstanceId", id);

        // Then
        var event = new JsonObject(cloud.bodies.get(0));
        var alert = event.getJsonObject("alert");
        var meta = alert.getJsonObject("meta").getJsonObject("sysEventMeta");
        var arn = "acs:ecs:cn-hangzhou:1000000000000001:instance/" + id;
        assertThat(event.getJsonObject("subscription").getJsonArray("conditions"))
                .hasSize(2);
        assertThat(event.getString("severity")).isEqualTo("INFO");
        assertThat(event.getLong("time")).isEqualTo(cloud.time.now().toEpochMilli());
        assertThat(alert.getString("alertStatus")).isEqualTo("TRIGGERED");
        assertThat(alert.getString("source")).isEqualTo("SYS_EVENT");
        assertThat(alert.getString("eventName")).isEqualTo("Instance:StateChange");
        assertThat(alert.getString("arn")).isEqualTo(arn);
        assertThat(alert.getString("product")).isEqualTo("ECS");
        assertThat(alert.getString("eventType")).isEqualTo("StatusNotification");
        assertThat(alert.getString("userId")).isEqualTo("1000000000000001");
        assertThat(alert.getLong("timestamp")).isEqualTo(cloud.time.now().toEpochMilli() / 1000 * 1000);
        assertThat(alert.getJsonObject("eventContentMap").getString("resourceId"))
                .isEqualTo(id);
        assertThat(alert.getJsonObject("eventContentMap").getString("state")).isEqualTo("Stopping");
        assertThat(new JsonObject(alert.getString("eventRawContent")))
                .isEqualTo(alert.getJsonObject("eventContentMap"));
        assertThat(meta.getString("id")).isEqualTo(alert.getString("traceId")).isEqualTo(alert.getString("dedupId"));
        assertThat(meta.getString("name")).isEqualTo("Instance:StateChange");
        assertThat(meta.getString("resourceId")).isEqualTo(arn);
        assertThat(meta.getString("level")).isEqualTo("INFO");
        assertThat(meta.getString("regionId")).isEqualTo("cn-hangzhou");
        assertThat(meta.getString("eventTime")).isEqualTo("20260301T181533.123+0800");
        assertThat(meta.getString("instanceName")).isEqualTo("web-1");
        assertThat(meta.getString("status")).isEqualTo("Normal");
    }

    @Test
    void tellsAsEventBridgeDoes() {
        // Given
        var id = cloud.running("web-1", false);
        cloud.set(new JsonObject().put("envelope", "cloud-event").put("encoding", "raw"));

        // When
        cloud.doEcs("StopInstance", "InstanceId", id);

        // Then
        var event = new JsonObject(cloud.bodies.get(0));
        assertThat(UUID.fromString(event.getString("id"))).isNotNull();
        assertThat(event.getString("specversion")).isEqualTo("1.0");
        assertThat(event.getString("source")).isEqualTo("acs.ecs");
        assertThat(event.getString("type")).isEqualTo("ecs:Instance:StateChange");
        assertThat(event.getString("time")).isEqualTo("2026-03-01T18:15:33+08:00");
        assertThat(event.getString("aliyunaccountid")).isEqualTo("1000000000000001");
        assertThat(event.getString("aliyunregionid")).isEqualTo("cn-hangzhou");
        assertThat(event.getString("aliyunpublishtime")).isEqualTo("2026-03-01T18:15:33.123PRC");
        assertThat(event.getString("aliyuneventbusname")).isEqualTo("default");
        assertThat(event.getJsonObject("data").getString("resourceId")).isEqualTo(id);
        assertThat(event.getJsonObject("data").getString("state")).isEqualTo("Stopping");
    }

    @ParameterizedTest
    @CsvSource({"raw, false, false", "base64, true, false", "base64-inner, false, true"})
    void takesTheWayOverATopicInJson(String encoding, boolean outer, boolean inner) throws Exception {
        // Given
        var id = cloud.running("web-1", false);
        cloud.set(new JsonObject().put("topic", "json").put("encoding", encoding));

        // When
        cloud.doEcs("StopInstance", "InstanceId", id);

        // Then
        var body = cloud.bodies.get(0);
        var notification = new JsonObject(outer ? TestCloud.decode(body) : body);
        assertThat(notification.fieldNames())
                .containsExactlyInAnyOrder(
                        "TopicOwner",
                        "Message",
                        "Subscriber",
                        "PublishTime",
                        "SubscriptionName",
                        "MessageMD5",
                        "TopicName",
                        "MessageId");
        var message = notification.getString("Message");
        assertThat(notification.getString("MessageMD5")).isEqualTo(md5(message));
        assertThat(notification.getString("PublishTime"))
                .isEqualTo("" + cloud.time.now().toEpochMilli());
        var event = new JsonObject(inner ? TestCloud.decode(message) : message);
        assertThat(event.getJsonObject("content").getString("state")).isEqualTo("Stopping");
    }

    @ParameterizedTest
    @CsvSource({"raw, false, false", "base64, true, false", "base64-inner, false, true"})
    void takesTheWayOverATopicInXml(String encoding, boolean outer, boolean inner) {
        // Given
        cloud.post("instances", new JsonObject().put("name", "a<b&c"));
        cloud.pass(3);
        cloud.bodies.clear();
        cloud.set(new JsonObject().put("topic", "xml").put("encoding", encoding));

        // When
        cloud.post("instances/a<b&c/stop", new JsonObject());

        // Then
        var body = outer ? TestCloud.decode(cloud.bodies.get(0)) : cloud.bodies.get(0);
        assertThat(body).contains("<Notification xmlns=\"http://mns.aliyuncs.com/doc/v1/\">", "</MessageMD5>");
        var message = Pattern.compile("<Message>(.*)</Message>", Pattern.DOTALL).matcher(body);
        assertThat(message.find()).isTrue();
        var text = message.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        var event = new JsonObject(inner ? TestCloud.decode(text) : text);
        assertThat(event.getString("instanceName")).isEqualTo("a<b&c");
    }

    @Test
    void putsMaintenanceEventsOfAnyKind() {
        // Given
        var id = cloud.running("web-1", false);

        // When
        cloud.post(
                "events",
                new JsonObject()
                        .put("name", "Instance:SystemMaintenance.Reboot:Scheduled")
                        .put("instance", "web-1")
                        .put("content", new JsonObject().put("eventId", "e-1").put("eventStatus", "Scheduled")));

        // Then
        var event = cloud.events().get(0);
        assertThat(event.getString("level")).isEqualTo("CRITICAL");
        assertThat(event.getString("resourceId")).endsWith("instance/" + id);
        assertThat(event.getJsonObject("content"))
                .isEqualTo(new JsonObject()
                        .put("eventId", "e-1")
                        .put("eventStatus", "Scheduled")
                        .put("instanceId", id));
    }

    @Test
    void putsAnyBytes() {
        // Given
        var body = "{\"neither";

        // When
        cloud.post("events", new JsonObject().put("body", body));

        // Then
        assertThat(cloud.bodies).containsExactly("{\"neither");
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
