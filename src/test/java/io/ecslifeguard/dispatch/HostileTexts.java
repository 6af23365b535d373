package io.ecslifeguard.dispatch;

import static io.ecslifeguard.dispatch.HostileBodies.Fate.EITHER;
import static io.ecslifeguard.dispatch.HostileBodies.Fate.EVENT;
import static io.ecslifeguard.dispatch.HostileBodies.Fate.QUARANTINE;
import static io.ecslifeguard.dispatch.HostileBodies.base64;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The families of {@link HostileBodies} that are written down rather than made of fixtures. */
final class HostileTexts {

    private final HostileBodies bodies;

    HostileTexts(HostileBodies bodies) {
        this.bodies = bodies;
    }

    void add() {
        expandingEntities();
        foreignXml();
        deepNesting();
        numbers();
        surrogatesAndNulls();
        noUtf8();
        repeatedFields();
        otherProducts();
        foreignJson();
        futureVersions();
        gigantic();
        trifles();
    }

    private String state(String before, String content) {
        return """
                {%s"id":"%s","product":"ECS","name":"Instance:StateChange","level":"INFO","userId":"1234567890123456","regionId":"cn-hangzhou","content":{"resourceId":"i-hostile","state":"Running"%s}}""".formatted(before, bodies.id(), content);
    }

    private void expandingEntities() {
        var laughs = IntStream.range(1, 10)
                .mapToObj(level -> "<!ENTITY l%d \"%s\">".formatted(level, ("&l" + (level - 1) + ";").repeat(10)))
                .collect(Collectors.joining("", "<!DOCTYPE n [<!ENTITY l0 \"ha\">", "]>"));
        var quadratic = "<!DOCTYPE n [<!ENTITY a \"" + "a".repeat(15_000) + "\">]>";
        var parameter = "<!DOCTYPE n [<!ENTITY % a \"<!ENTITY b 'b'>\">%a;%a;]>";
        for (var document : List.of(
                laughs + "<Notification><Message>&l9;</Message></Notification>",
                quadratic + "<Notification><Message>" + "&a;".repeat(5_000) + "</Message></Notification>",
                parameter + "<Notification><Message>&b;</Message></Notification>",
                "<!DOCTYPE n [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]><Notification><Message>&a;</Message></Notification>",
                "<Notification><Message>&undeclared;</Message></Notification>",
                "<Notification><Message>&#0;</Message></Notification>",
                "<Notification><Message>&#xD800;</Message></Notification>",
                "<Notification><Message>&#99999999999999;</Message></Notification>")) {
            bodies.add("expanding entities", QUARANTINE, document, base64(document));
        }
    }

    private void foreignXml() {
        bodies.add(
                "foreign XML",
                QUARANTINE,
                "<html><body><h1>502 Bad Gateway</h1></body></html>",
                "<!doctype html><html></html>",
                "<soap:Envelope xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\"/>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
                "<Error><Code>MessageNotExist</Code></Error>",
                "<Notification>",
                "<Notification><Message>",
                "<Notification><Message>{}</Message><Message>{}</Message></Notification>",
                "<Notification><Message><b/></Message></Notification>",
                "<Notification><![CDATA[",
                "<Notification><!-- ",
                "<Notification " + "a=\"1\" ".repeat(2) + "><Message>{}</Message></Notification>",
                "<a>".repeat(15_000),
                "<Notification>" + "<a>".repeat(8_000) + "</a>".repeat(8_000) + "</Notification>",
                "<",
                "<?xml version=\"7.0\" encoding=\"klingon\"?><Notification/>");
    }

    private void deepNesting() {
        var topics = state("", "");
        for (var layer = 0; layer < 5; layer++) {
            topics = "<Notification><Message>" + topics.replace("&", "&amp;").replace("<", "&lt;")
                    + "</Message></Notification>";
        }
        bodies.add(
                "deep nesting",
                QUARANTINE,
                "[".repeat(30_000),
                "[".repeat(30_000) + "]".repeat(30_000),
                "{\"a\":".repeat(12_000),
                "{\"a\":".repeat(9_000) + "1" + "}".repeat(9_000),
                "[{\"a\":".repeat(9_000),
                state("\"deep\":" + "[".repeat(20_000) + "]".repeat(20_000) + ",", ""),
                state("", ",\"deep\":" + "{\"a\":".repeat(200) + "1" + "}".repeat(200)),
                state("", ",\"deep\":" + "[".repeat(30_000)),
                base64("[".repeat(40_000)),
                topics);
    }

    private void numbers() {
        for (var number : List.of(
                "1e99999",
                "-1e99999",
                "1e-99999",
                "1E+999999999",
                "0.1e2147483648",
                "9".repeat(99),
                "-0.0",
                "18446744073709551616")) {
            bodies.add("numbers", EVENT, state("\"extra\":" + number + ",", ",\"cores\":" + number));
        }
        bodies.add(
                "numbers",
                QUARANTINE,
                state("\"extra\":" + "9".repeat(5_000) + ",", ""),
                state("\"extra\":0x7f,", ""),
                state("\"extra\":NaN,", ""),
                state("\"extra\":-Infinity,", ""),
                state("\"extra\":01,", ""),
                state("\"extra\":1.,", ""),
                state("\"extra\":+1,", ""),
                "1e99999");
        bodies.add(
                "numbers",
                EITHER,
                state("\"eventTime\":1e99999,", ""),
                state("\"eventTime\":9223372036854775807,", ""),
                state("\"eventTime\":\"20261332T256199.999Z\",", ""),
                state("\"eventTime\":\"-99999999991231T235959.999+1800\",", ""));
    }

    private void surrogatesAndNulls() {
        bodies.add(
                "surrogates and NULs",
                EVENT,
                state("\"extra\":\"\\ud800\",", ""),
                state("\"extra\":\"\\udc00\\ud800\",", ""),
                state("\"extra\":\"\\u0000\",", ""),
                state("", ",\"\\u0000\":\"\\u0000\""),
                state("", ",\"instanceName\":\"a\\u0000b\\ud83d\""));
        bodies.add(
                "surrogates and NULs",
                QUARANTINE,
                state("", "").replace("i-hostile", "i-\\ud800"),
                state("", "").replace("i-hostile", "\\u0000"),
                state("\"extra\":\"\\ud8\",", ""),
                state("\"extra\":\"\\u\",", ""),
                "\"\\ud800\"",
                "\"\\u0000\"",
                base64("\0"),
                base64("\0".repeat(1_000)),
                base64("a\0b"),
                base64("{\"name\":\"\0\"}"),
                base64("\0" + state("", "")),
                base64(state("", "").replace("Running", "Run\0ning")));
        bodies.add(
                "surrogates and NULs",
                EITHER,
                state("", "").replace("Running", "\\ud800"),
                state("", "").replace("Running", "\\u0000"),
                state("", "").replace("Instance:StateChange", "Instance\\u0000"));
    }

    private void noUtf8() {
        for (var bytes : List.of(
                "\u00c0\u00af",
                "\u00ed\u00a0\u0080",
                "\u00f5\u0080\u0080\u0080",
                "\u00f4\u0090\u0080\u0080",
                "\u00e6\u00bc",
                "\u00ff\u00fe\u00fd",
                "\u0080",
                "\u001f\u008b\u0008\u0000gzip",
                "\u0089PNG\r\n",
                "PK\u0003\u0004\u0090",
                "\u0000asm\u00ff",
                "\u00ca\u00fe\u00ba\u00be")) {
            bodies.add("no UTF-8", QUARANTINE, base64(bytes.getBytes(ISO_8859_1)));
            bodies.add(
                    "no UTF-8",
                    QUARANTINE,
                    base64(state("\"extra\":\"" + bytes + "\",", "").getBytes(ISO_8859_1)));
        }
    }

    private void repeatedFields() {
        bodies.add(
                "repeated fields",
                QUARANTINE,
                state("\"id\":\"other\",", ""),
                state("\"name\":\"Instance:StateChange\",", ""),
                state("\"content\":{},", ""),
                state("\"extra\":1,\"extra\":1,", ""),
                state("\"\\u0069d\":\"other\",", ""),
                state("", ",\"state\":\"Stopped\""),
                state("", ",\"resourceId\":\"i-other\""),
                state("", ",\"deep\":{\"a\":1,\"a\":2}"));
    }

    private void otherProducts() {
        for (var product : List.of(
                "RDS:Instance:Failover",
                "SLS:Project:QuotaExceeded",
                "OSS:Bucket:ObjectCreated",
                "SLB:CertKeyExpired",
                "KVSTORE:Instance:Failover",
                "MONGODB:Instance:Failover",
                "VPC:RouterInterface:Changed",
                "ESS:AUTOSCALING_SCALE_IN_SUCCESS")) {
            var parts = product.split(":", 2);
            bodies.add(
                    "other products",
                    EVENT,
                    """
                    {"product":"%s","name":"%s","id":"%s","level":"WARN","regionId":"cn-beijing","resourceId":"acs:%s::12:x","content":{"instanceName":"x","status":"Failed"}}""".formatted(parts[0], parts[1], bodies.id(), parts[0].toLowerCase(java.util.Locale.ROOT)),
                    """
                    {"specversion":"1.0","source":"acs.%s","type":"%s","id":"%s","datacontenttype":"application/json","time":"2026-11-25T12:00:00Z","data":{"a":[1,2]}}""".formatted(
                                    parts[0].toLowerCase(java.util.Locale.ROOT),
                                    product.toLowerCase(java.util.Locale.ROOT),
                                    bodies.id()),
                    """
                    {"product":"%s","name":"%s","id":"%s","content":"words, and no object"}""".formatted(parts[0], parts[1], bodies.id()));
        }
    }

    private void foreignJson() {
        bodies.add(
                "foreign JSON",
                QUARANTINE,
                "{\"version\":\"0\",\"id\":\"1\",\"detail-type\":\"EC2 Spot Instance Interruption Warning\",\"detail\":{}}",
                "{\"kind\":\"Event\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"},\"reason\":\"Killing\"}",
                "{\"receiver\":\"x\",\"status\":\"firing\",\"alerts\":[]}",
                "{\"action\":\"opened\",\"issue\":{},\"repository\":{}}",
                "{\"Type\":\"Notification\",\"Message\":\"{}\",\"TopicArn\":\"arn:aws:sns\"}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\"}]}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"id\":1}",
                "{\"events\":[{\"eventName\":\"ObjectCreated:PutObject\",\"eventSource\":\"acs:oss\",\"oss\":{}}]}",
                "{\"Code\":\"Forbidden\",\"RequestId\":\"1\"}",
                "{\"__proto__\":{\"name\":\"x\"},\"constructor\":{}}",
                "{\"@type\":\"java.lang.Runtime\",\"name\":1,\"content\":{}}",
                "[\"java.util.ArrayList\",[1]]",
                "${jndi:ldap://127.0.0.1:1/x}",
                "{\"name\":\"'; drop table event; --\"}");
    }

    private void futureVersions() {
        for (var state : List.of("Hibernating", "Migrating", "Stopped2", "PENDING_REVIEW", "\u6682\u505c")) {
            bodies.add("future versions", EVENT, state("", "").replace("Running", state));
        }
        for (var level : List.of("EXTREME", "5", "notice")) {
            bodies.add("future versions", EVENT, state("", "").replace("INFO", level));
        }
        for (var field : List.of(
                "\"ver\":\"9.9\",\"schema\":{\"uri\":\"x\",\"parts\":[1,{\"a\":null}]},",
                "\"trace\":[[1],[2]],\"priority\":0.5,\"quiet\":false,",
                "\"$schema\":\"https://example/event-3\",\"_links\":{\"self\":{\"href\":\"/\"}},",
                "\"ID\":\"other\",\"Name\":\"other\",\"CONTENT\":7,",
                "\"\":\"\",")) {
            bodies.add(
                    "future versions",
                    EVENT,
                    state(field, ""),
                    state("", "," + field.substring(0, field.length() - 1)));
        }
        bodies.add("future versions", EVENT, """
                {"id":"%s","product":"ECS","name":"Instance:PreemptibleInstanceInterruption","level":"WARN","regionId":"cn-hangzhou","content":{"instanceId":"i-hostile","action":"hibernate","graceSeconds":120}}""".formatted(bodies.id()), """
                {"id":"%s","product":"ECS","name":"Instance:QuantumFlux:Executing","content":{"eventStatus":"Entangled","instanceId":"i-hostile"}}""".formatted(bodies.id()), """
                {"specversion":"2.0","type":"ecs:Instance:StateChange","source":"acs.ecs","id":"%s","dataschema":"x","data":{"resourceId":"i-hostile","state":"Running","new":{}}}""".formatted(
                        bodies.id()));
    }

    private void gigantic() {
        bodies.add(
                "gigantic",
                EVENT,
                state("\"extra\":\"" + "x".repeat(65_000) + "\",", ""),
                state("", ",\"instanceName\":\"" + "\u6f22".repeat(20_000) + "\""),
                state("\"eventTime\":\"" + "1".repeat(60_000) + "\",", ""),
                state("", "").replace("\"1234567890123456\"", "\"" + "1".repeat(60_000) + "\""),
                " ".repeat(60_000) + state("", ""),
                state(
                        "",
                        IntStream.range(0, 4_000)
                                .mapToObj(i -> ",\"f" + i + "\":1")
                                .collect(Collectors.joining())),
                state("", "").replace("hostile-", "hostile-" + "i".repeat(60_000)));
        bodies.add(
                "gigantic",
                QUARANTINE,
                "x".repeat(65_536),
                "A".repeat(65_536),
                "\"" + "\\\\".repeat(32_000) + "\"",
                state("", "").replace("i-hostile", "i-" + "h".repeat(60_000)),
                state("", "").replace("Running", "R".repeat(60_000)),
                "{\"" + "n".repeat(65_000) + "\":1}",
                "\uD83D\uDE00".repeat(16_000),
                "<Notification><Message>" + "&lt;".repeat(15_000) + "</Message></Notification>");
        bodies.add("gigantic", EITHER, state("", "").replace("Instance:StateChange", "N".repeat(60_000)));
    }

    private void trifles() {
        bodies.add(
                "trifles",
                QUARANTINE,
                " ",
                "\n",
                "\t\r\n ",
                "\uFEFF",
                "null",
                "true",
                "7",
                "\"\"",
                "\"x\"",
                "[]",
                "{}",
                "{",
                "}",
                "%",
                "%00",
                "\u0085",
                "\u2028",
                "not an event",
                "{}{}",
                "[{}]",
                "{\"name\":null,\"content\":null}",
                "//",
                "{'name':'x'}",
                "{\"name\":\"x\",}",
                "\r\n.\r\nQUIT",
                "\u202Eevent");
    }
}
