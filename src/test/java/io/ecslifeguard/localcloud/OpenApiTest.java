package io.ecslifeguard.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.ecs20140526.Client;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest;
import com.aliyun.ecs20140526.models.RebootInstanceRequest;
import com.aliyun.ecs20140526.models.StartInstanceRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiTest {

    private static LocalCloud cloud;
    private static Raw raw;

    @BeforeAll
    static void start() {
        cloud = Clouds.withEcho(Clouds.OPTIONS);
        raw = new Raw(cloud);
        raw.control("POST", "keys", "{\"accessKeyId\":\"STS.a\",\"accessKeySecret\":\"s\",\"securityToken\":\"t\"}");
        raw.control(
                "POST",
                "keys",
                "{\"accessKeyId\":\"STS.b\",\"accessKeySecret\":\"s\",\"securityToken\":\"t\",\"seconds\":-1}");
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void answersTheRealSdk() throws Exception {
        // Given
        var request = new DescribeInstancesRequest()
                .setRegionId("cn-hangzhou")
                .setInstanceName("a b+c*~é&=/")
                .setInstanceIds("[\"i-1\"]");

        // When
        var body = ecs("test", "test", null).describeInstances(request).getBody();

        // Then
        var instance = body.getInstances().getInstance().get(0);
        assertThat(instance.getInstanceName()).isEqualTo("a b+c*~é&=/");
        assertThat(instance.getInstanceId()).isEqualTo("[\"i-1\"]");
        assertThat(body.getRequestId()).matches("[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}");
    }

    @ParameterizedTest
    @CsvSource({
        "test,   wrong, ,  400, SignatureDoesNotMatch",
        "nobody, test,  ,  404, InvalidAccessKeyId.NotFound",
        "STS.a,  s,     ,  400, MissingSecurityToken",
        "STS.a,  s,     x, 400, InvalidSecurityToken.Malformed",
        "STS.b,  s,     t, 400, InvalidSecurityToken.Expired",
    })
    void refusesTheRealSdkWithAWrongKey(String id, String secret, String token, int status, String code) {
        assertThatThrownBy(() -> ecs(id, secret, token).startInstance(new StartInstanceRequest()))
                .isInstanceOfSatisfying(TeaException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(code);
                    assertThat(e.getStatusCode()).isEqualTo(status);
                    assertThat(e.getData()).containsKeys("RequestId", "HostId", "Recommend");
                });
    }

    @Test
    void acceptsTheRealSdkWithASecurityToken() throws Exception {
        assertThat(ecs("STS.a", "s", "t")
                        .startInstance(new StartInstanceRequest())
                        .getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsOfAnUnknownAction() {
        assertThatThrownBy(() -> ecs("test", "test", null).rebootInstance(new RebootInstanceRequest()))
                .isInstanceOfSatisfying(
                        TeaException.class, e -> assertThat(e.getCode()).isEqualTo("InvalidAction.NotFound"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void answersVersion1Signatures(String method) {
        // Given
        var parameters = parameters("DescribeInstances");
        parameters.put("InstanceName", "a b*~é");
        parameters.put("Format", "JSON");

        // When
        var response = rpc(method, parameters);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json;charset=utf-8");
        assertThat(new JsonObject(response.body()).getJsonObject("Instances").encode())
                .contains("a b*~é");
    }

    @Test
    void answersVersion1InXmlUnlessAskedForJson() {
        // Given
        var parameters = parameters("DescribeInstances");
        parameters.put("InstanceName", "a<b");
        var wrong = parameters("NoSuchAction");

        // When
        var response = rpc("GET", parameters);
        var error = rpc("GET", wrong);

        // Then
        assertThat(response.body())
                .contains("<DescribeInstancesResponse><RequestId>")
                .contains("<Instances><Instance><InstanceName>a&lt;b</InstanceName></Instance></Instances>");
        assertThat(error.statusCode()).isEqualTo(404);
        assertThat(error.body()).contains("<Error><RequestId>").contains("<Code>InvalidAction.NotFound</Code>");
    }

    @ParameterizedTest
    @CsvSource({
        "AccessKeyId,      '',                   400, MissingAccessKeyId",
        "AccessKeyId,      nobody,               404, InvalidAccessKeyId.NotFound",
        "SignatureNonce,   '',                   400, MissingSignatureNonce",
        "SignatureVersion, 2.0,                  400, InvalidSignatureVersion",
        "SignatureMethod,  ROT13,                400, InvalidSignatureMethod",
        "Timestamp,        '',                   400, MissingTimestamp",
        "Timestamp,        yesterday,            400, IllegalTimestamp",
        "Timestamp,        2017-11-06T08:00:00Z, 400, InvalidTimeStamp.Expired",
        "Version,          2001-01-01,           400, InvalidVersion",
        "Signature,        nonsense,             400, SignatureDoesNotMatch",
    })
    void refusesWrongVersion1Requests(String name, String value, int status, String code) {
        // Given
        var parameters = parameters("StartInstance");
        parameters.put("Format", "JSON");
        parameters.put(name, value);
        parameters.values().removeIf(String::isEmpty);

        // When
        var response = rpc("GET", parameters);

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("Code")).isEqualTo(code);
    }

    @Test
    void refusesANonceTheSecondTime() {
        // Given
        var parameters = parameters("StartInstance");

        // When
        var first = rpc("GET", parameters);
        var second = rpc("GET", parameters);

        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.body()).contains("SignatureNonceUsed");
    }

    @Test
    void refusesAnAcs3RequestWithAHeaderLeftUnsigned() {
        // Given
        var headers = Map.of(
                "x-acs-action", "StartInstance",
                "x-acs-version", "2014-05-26",
                "x-acs-date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "x-acs-signature-nonce", "n",
                "x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "Authorization",
                        "ACS3-HMAC-SHA256 Credential=test,SignedHeaders=host;x-acs-action;x-acs-date,Signature=00");

        // When
        var response = raw.send("POST", "/", null, headers);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("IncompleteSignature").contains("x-acs-version");
    }

    static Client ecs(LocalCloud cloud, String id, String secret, String token) throws Exception {
        return new Client(new Config()
                .setAccessKeyId(id)
                .setAccessKeySecret(secret)
                .setSecurityToken(token)
                .setRegionId("cn-hangzhou")
                .setEndpoint("127.0.0.1:" + cloud.port())
                .setProtocol("http"));
    }

    private static Client ecs(String id, String secret, String token) throws Exception {
        return ecs(cloud, id, secret, token);
    }

    private static TreeMap<String, String> parameters(String action) {
        return new TreeMap<>(Map.of(
                "Action", action,
                "Version", "2014-05-26",
                "AccessKeyId", "test",
                "SignatureMethod", "HMAC-SHA1",
                "SignatureVersion", "1.0",
                "SignatureNonce", UUID.randomUUID().toString(),
                "Timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private static HttpResponse<String> rpc(String method, TreeMap<String, String> parameters) {
        var canonical = form(parameters);
        var signature = Raw.hmac("HmacSHA1", "test&", method + "&%2F&" + encode(canonical));
        var all = new TreeMap<>(parameters);
        all.putIfAbsent("Signature", signature);
        return method.equals("GET")
                ? raw.send("GET", "/?" + form(all), null, Map.of())
                : raw.send("POST", "/", form(all), Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
