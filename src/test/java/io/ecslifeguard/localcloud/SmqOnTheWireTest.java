package io.ecslifeguard.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmqOnTheWireTest {

    private static final String BODY = "<Message><MessageBody>x</MessageBody></Message>";
    private static LocalCloud cloud;
    private static Raw raw;

    @BeforeAll
    static void start() {
        cloud = Clouds.start();
        raw = new Raw(cloud);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void answersAnEmptyQueueAsRecorded() {
        var response = raw.smq("GET", "/queues/ecs-events/messages?numOfMessages=16");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-mns-request-id").orElseThrow())
                .matches("[0-9A-F]{24}");
        assertThat(response.headers().firstValue("x-mns-version")).hasValue("2015-06-06");
        assertThat(response.headers().firstValue("Server")).hasValue("AliyunMQS");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/xml;charset=utf-8");
        assertThat(response.headers().firstValue("Date")).isPresent();
        assertThat(response.body())
                .startsWith("<?xml version=\"1.0\" ?>")
                .contains("<Error xmlns=\"http://mns.aliyuncs.com/doc/v1\"><Code>MessageNotExist</Code>")
                .contains("<HostId>http://127.0.0.1:" + cloud.port() + "</HostId>");
    }

    @Test
    void comparesQueryNamesWithoutCase() {
        // Given
        raw.smq("PUT", "/queues/names", "");
        raw.smq("POST", "/queues/names/messages", BODY);
        var received = raw.smq("GET", "/queues/names/messages?NUMOFMESSAGES=1&WaitSeconds=0");
        var handle = element(received, "ReceiptHandle");

        // When
        var changed = raw.smq("PUT", "/queues/names/messages?receiptHandle=" + handle + "&visibilityTimeout=5", "");
        var deleted = raw.smq("DELETE", "/queues/names/messages?RECEIPTHANDLE=" + element(changed, "ReceiptHandle"));

        // Then
        assertThat(received.body()).contains("<Messages xmlns=\"http://mns.aliyuncs.com/doc/v1\"><Message>");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("<ChangeVisibility xmlns").contains("<NextVisibleTime>");
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
    }

    @Test
    void createsAndFindsQueues() {
        var created = raw.smq("PUT", "/queues/made", "<Queue><VisibilityTimeout>7</VisibilityTimeout></Queue>");
        var same = raw.smq("PUT", "/queues/made", "<Queue><VisibilityTimeout>7</VisibilityTimeout></Queue>");
        var other = raw.smq("PUT", "/queues/made", "<Queue><VisibilityTimeout>8</VisibilityTimeout></Queue>");
        var found = raw.smq("GET", "/queues/made");
        var deleted = raw.smq("DELETE", "/queues/made");
        var gone = raw.smq("GET", "/queues/made");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location"))
                .hasValue("http://127.0.0.1:" + cloud.port() + "/queues/made");
        assertThat(same.statusCode()).isEqualTo(204);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(code(other)).isEqualTo("QueueAlreadyExist");
        assertThat(found.body())
                .contains("<QueueName>made</QueueName><DelaySeconds>0</DelaySeconds>")
                .contains("<VisibilityTimeout>7</VisibilityTimeout>")
                .contains("<LoggingEnabled>False</LoggingEnabled>");
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(code(gone)).isEqualTo("QueueNotExist");
    }

    @Test
    void listsQueuesInPages() {
        // Given
        for (var name : new String[] {"list-1", "list-2", "list-3"}) {
            raw.smq("PUT", "/queues/" + name, "");
        }

        // When
        var first = raw.smq("GET", "/queues", null, Map.of("x-mns-prefix", "list-", "x-mns-ret-number", "2"));
        var second = raw.smq(
                "GET",
                "/queues",
                null,
                Map.of(
                        "x-mns-prefix",
                        "list-",
                        "x-mns-marker",
                        element(first, "NextMarker"),
                        "x-mns-with-meta",
                        "true"));

        // Then
        assertThat(first.body())
                .contains("/queues/list-1<")
                .contains("/queues/list-2<")
                .doesNotContain("list-3");
        assertThat(second.body()).contains("<QueueName>list-3</QueueName>").doesNotContain("NextMarker");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /queues/none                                            | 404 | QueueNotExist",
                "DELETE | /queues/none                                            | 404 | QueueNotExist",
                "GET    | /queues/none/messages                                   | 404 | QueueNotExist",
                "GET    | /queues/ecs-events/messages?numOfMessages=17            | 400 | InvalidArgument",
                "GET    | /queues/ecs-events/messages?numOfMessages=0             | 400 | InvalidArgument",
                "GET    | /queues/ecs-events/messages?waitseconds=31              | 400 | InvalidArgument",
                "GET    | /queues/ecs-events/messages?waitseconds=soon            | 400 | InvalidQueryString",
                "DELETE | /queues/ecs-events/messages                             | 400 | MissingReceiptHandle",
                "DELETE | /queues/ecs-events/messages?ReceiptHandle=nonsense      | 400 | ReceiptHandleError",
                "PUT    | /queues/ecs-events/messages?VisibilityTimeout=5         | 400 | MissingReceiptHandle",
                "PUT    | /queues/ecs-events/messages?ReceiptHandle=nonsense      | 400 | MissingVisibilityTimeout",
                "PUT    | /queues/ecs-events/messages?ReceiptHandle=x&VisibilityTimeout=0 | 400 | InvalidArgument",
                "PUT    | /queues/under_score                                     | 400 | InvalidQueueName",
                "POST   | /queues/ecs-events                                      | 400 | InvalidRequestURL",
                "GET    | /topics/any                                             | 400 | InvalidRequestURL",
            })
    void refusesWhatIsWrongWithItsCode(String method, String resource, int status, String code) {
        var response = raw.smq(method, resource);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(code(response)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Message><MessageBody>x</Message>                                              | MalformedXML",
                "<Message><MessageBody>&#0;</MessageBody></Message>                             | MalformedXML",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hosts'>]><Message><MessageBody>&e;</MessageBody></Message> | MalformedXML",
                "<Letter/>                                                                      | MalformedXML",
                "<Message/>                                                                     | InvalidArgument",
                "<Message><MessageBody>x</MessageBody><Priority>17</Priority></Message>         | InvalidArgument",
                "<Message><MessageBody>x</MessageBody><DelaySeconds>604801</DelaySeconds></Message> | InvalidArgument",
            })
    void refusesWrongMessages(String body, String code) {
        var response = raw.smq("POST", "/queues/ecs-events/messages", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo(code);
    }

    @Test
    void refusesBatchesAndNamesThatAreTooLong() {
        var batch = "<Messages>" + BODY.repeat(17) + "</Messages>";

        assertThat(code(raw.smq("POST", "/queues/ecs-events/messages", batch))).isEqualTo("InvalidArgument");
        assertThat(code(raw.smq("PUT", "/queues/" + "q".repeat(121), ""))).isEqualTo("QueueNameLengthError");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization | none                          | 400 | MissingAuthorizationHeader",
                "Authorization | Basic dGVzdDp0ZXN0            | 400 | InvalidAuthorizationHeader",
                "Authorization | MNS test:bm9uc2Vuc2U=         | 403 | SignatureDoesNotMatch",
                "Authorization | MNS nobody:bm9uc2Vuc2U=       | 403 | InvalidAccessKeyId",
                "Date          | ''                            | 400 | MissingDateHeader",
                "Date          | yesterday                     | 400 | InvalidDateHeader",
                "Date          | Mon, 6 Nov 2017 08:00:00 GMT  | 408 | TimeExpired",
                "x-mns-version | ''                            | 400 | MissingVersionHeader",
                "x-mns-version | 2014-01-01                    | 400 | InvalidArgument",
                "Content-MD5   | bm9uc2Vuc2U=                  | 400 | InvalidDegist",
            })
    void refusesWrongHeadersWithTheirCode(String header, String value, int status, String code) {
        var response = raw.smq("GET", "/queues/ecs-events", null, Map.of(header, value));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(code(response)).isEqualTo(code);
    }

    @Test
    void acceptsContentMd5InBothForms() throws Exception {
        // Given
        var digest = java.security.MessageDigest.getInstance("MD5").digest(BODY.getBytes(StandardCharsets.UTF_8));
        var plain = Base64.getEncoder().encodeToString(digest);
        var hex = java.util.HexFormat.of().formatHex(digest);
        var ofHex = Base64.getEncoder().encodeToString(hex.getBytes(StandardCharsets.UTF_8));
        raw.smq("PUT", "/queues/md5", "");

        // When // Then
        for (var md5 : new String[] {plain, ofHex}) {
            var response = raw.smq("POST", "/queues/md5/messages", BODY, Map.of("Content-MD5", md5));
            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.body()).contains("<MessageBodyMD5>9DD4E461268C8034F5C8564E155C67A6</MessageBodyMD5>");
        }
    }

    @Test
    void toleratesAPathBeforeTheQueues() {
        var response = raw.smq("PUT", "/cloud/queues/prefixed", "");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location").orElseThrow()).endsWith("/cloud/queues/prefixed");
    }

    @Test
    void answersExpectContinueBeforeTheBody() throws IOException {
        // Given
        try (var socket = new Socket("127.0.0.1", cloud.port())) {
            var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
            var head = "POST /queues/ecs-events/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nDate: " + date
                    + "\r\nExpect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n\r\n";

            // When
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII);

            // Then
            assertThat(answer).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    @Test
    void keepsCarriageReturns() {
        // Given
        raw.smq("PUT", "/queues/returns", "");

        // When
        raw.smq("POST", "/queues/returns/messages", "<Message><MessageBody>a&#13;&#10;b</MessageBody></Message>");
        var received = raw.smq("GET", "/queues/returns/messages");

        // Then
        assertThat(received.body()).contains("<MessageBody>a&#13;\nb</MessageBody>");
    }

    private static String code(HttpResponse<String> response) {
        return element(response, "Code");
    }

    static String element(HttpResponse<String> response, String name) {
        var body = response.body();
        var from = body.indexOf("<" + name + ">");
        assertThat(from).as("<%s> in %s", name, body).isNotNegative();
        return body.substring(from + name.length() + 2, body.indexOf("</" + name + ">", from));
    }
}
