package io.ecslifeguard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches the API of the packaged service. It has neither a database nor a queue: its description needs none. */
class AccessIT {

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://([0-9.]+):([0-9]+)");
    private static final String NO_URI = "/api/instances/%zz";
    private static final int PATIENCE_MILLIS = 60_000;
    /** Of {@code act}; a cost of 5. */
    private static final String HASH = "$2b$05$vwxyzabcdefghijklmnopOKi5QWXoeDylK.HTY2ii6a8tOFjOL04e";
    /** Ways to this machine itself; to the second, only what listens on all interfaces answers. */
    private static final String LOOPBACK = "127.0.0.1";

    private static final String OTHER_INTERFACE = "127.0.0.2";

    private final List<ServiceProcess> services = new ArrayList<>();

    @AfterEach
    void stopAll() {
        services.forEach(ServiceProcess::close);
        services.forEach(service -> assertThat(service.output()).doesNotContain(HASH));
    }

    @Test
    void answersThisMachineAloneWhereNobodyIsSet() throws IOException {
        // When
        var service = started(Map.of());

        // Then
        assertThat(service.awaitLine("The API answers on 127.0.0.1 only, since nobody is set who may use it"))
                .contains("LIFEGUARD_API_USERS_<NAME>_PASSWORD_HASH");
        assertThat(get(service, LOOPBACK, LOOPBACK, "")).startsWith("HTTP/1.1 200");
        assertThatThrownBy(() -> get(service, LOOPBACK, OTHER_INTERFACE, "")).isInstanceOf(ConnectException.class);
        for (var host : List.of("127.0.0.1:8080", "[::1]:8080", "LocalHost")) {
            assertThat(get(service, LOOPBACK, LOOPBACK, "Host: " + host + "\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 200");
        }
        for (var host :
                List.of("elsewhere.example:8080", "127.0.0.1.elsewhere.example", "localhost.example", "10.1.2.3")) {
            assertThat(get(service, LOOPBACK, LOOPBACK, "Host: " + host + "\r\nSec-Fetch-Site: same-origin\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 403")
                    .contains("application/problem+json");
        }
    }

    @Test
    void asksWhoCallsWhereSomebodyIsSet() throws IOException {
        // When
        var service = started(
                Map.of("LIFEGUARD_API_USERS_OPS_PASSWORD_HASH", HASH, "LIFEGUARD_API_USERS_OPS_ROLE", "operator"));

        // Then
        assertThat(service.awaitLine("The API asks who calls")).contains("passwords of ops");
        var credentials =
                "Authorization: Basic " + Base64.getEncoder().encodeToString("ops:act".getBytes(US_ASCII)) + "\r\n";
        assertThat(get(service, LOOPBACK, OTHER_INTERFACE, credentials)).startsWith("HTTP/1.1 200");
        assertThat(get(service, LOOPBACK, LOOPBACK, "Host: lifeguard.example\r\n" + credentials))
                .startsWith("HTTP/1.1 200");
        assertThat(get(service, LOOPBACK, OTHER_INTERFACE, ""))
                .startsWith("HTTP/1.1 401")
                .contains("application/problem+json");
        assertThat(service.health("live")).contains("\"status\": \"UP\"");
    }

    @Test
    void startsWithoutTheIssuerOfTokensAndSaysSoWhenOneComes() throws IOException {
        // When
        var service = started(Map.of(
                "LIFEGUARD_API_OIDC_ISSUER",
                "http://127.0.0.1:1/realms/ops",
                "LIFEGUARD_API_OIDC_AUDIENCE",
                "ecs-lifeguard"));

        // Then
        assertThat(get(service, LOOPBACK, LOOPBACK, ""))
                .startsWith("HTTP/1.1 401")
                .contains("\r\nWWW-Authenticate: Bearer\r\n");
        assertThat(get(service, LOOPBACK, LOOPBACK, "Authorization: Bearer a.b.c\r\n"))
                .startsWith("HTTP/1.1 503")
                .contains("The issuer of tokens cannot be asked");
        assertThat(service.awaitLine("Tokens cannot be looked at")).contains("LIFEGUARD_API_OIDC_ISSUER");
        assertThat(service.stackTraces()).isEmpty();
    }

    @Test
    void makesAnAddressWaitThatAsksTooMuchAndNoOther() throws IOException {
        // Given
        var service = started(Map.of("LIFEGUARD_API_REQUESTS_PER_SECOND", "1", "LIFEGUARD_API_BURST", "3"));

        // When
        var answers = askTooMuch(service, LOOPBACK, "/q/openapi");
        var ofNoUri = askTooMuch(service, "127.0.0.4", NO_URI);

        // Then
        assertThat(answers.subList(0, 3)).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
        assertThat(ofNoUri.subList(0, 3)).allMatch(answer -> answer.startsWith("HTTP/1.1 400"));
        assertThat(List.of(answers, ofNoUri))
                .allSatisfy(some -> assertThat(some.get(some.size() - 1))
                        .startsWith("HTTP/1.1 429")
                        .contains("\r\nRetry-After: 1\r\n")
                        .contains("application/problem+json"));
        assertThat(get(service, "127.0.0.3", LOOPBACK, "")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 10.0.0.%d, 192.0.2.7",
                "X-Forwarded-For: 10.0.0.%d\r\nX-Forwarded-For: 192.0.2.7",
                "X-Forwarded-For: 192.0.2.7:%d",
                "X-Forwarded-For: unknown, [2001:db8::%d]:443",
                "X-Forwarded-For: 192.0.2.%d, unknown"
            })
    void believesTheProxyAloneWhoAsks(String header) throws IOException {
        // Given
        var service = started(Map.of(
                "LIFEGUARD_API_REQUESTS_PER_SECOND", "1",
                "LIFEGUARD_API_BURST", "3",
                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true"));

        // When
        var answers = askTooMuch(service, LOOPBACK, "/q/openapi", header + "\r\n");

        // Then
        assertThat(answers.subList(0, 3)).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
        assertThat(answers.get(answers.size() - 1)).startsWith("HTTP/1.1 429");
        assertThat(ask(service, LOOPBACK, LOOPBACK, "/q/openapi", "X-Forwarded-For: 192.0.2.7, 192.0.2.8\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    private static List<String> askTooMuch(ServiceProcess service, String from, String target) throws IOException {
        return askTooMuch(service, from, target, "");
    }

    private static List<String> askTooMuch(ServiceProcess service, String from, String target, String headers)
            throws IOException {
        var answers = new ArrayList<String>();
        for (var number = 0;
                number < 100 && answers.stream().noneMatch(answer -> answer.startsWith("HTTP/1.1 429"));
                number++) {
            answers.add(ask(service, from, LOOPBACK, target, headers.formatted(number)));
        }
        return answers;
    }

    @Test
    void saysWhatIsWrongWithWhatIsNoUri() throws IOException {
        // Given
        var service = started(Map.of());

        // When
        var answer = ask(service, LOOPBACK, LOOPBACK, NO_URI, "");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "nosniff", "\"parameter\":\"id\"");
    }

    @Test
    void saysWhatIsWrongWithWhoMayUseItAndEnds() {
        // When
        var wrong = start(Map.of(
                "LIFEGUARD_API_USERS_OPS_PASSWORD_HASH", "act",
                "LIFEGUARD_API_USERS_VIV_ROLE", "viewer",
                "LIFEGUARD_API_OIDC_ISSUER", "http://127.0.0.1:1/"));
        var unknown = start(Map.of("LIFEGUARD_API_USERS_OPS_ROLE", "admin"));
        var open = start(Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"));

        // Then
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(sentences(wrong))
                .extracting(sentence -> sentence.split(" ")[1])
                .containsExactlyInAnyOrder(
                        "lifeguard.api.users.ops.password-hash",
                        "lifeguard.api.users.viv.password-hash",
                        "lifeguard.api.oidc.audience");
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(sentences(unknown))
                .containsExactly(
                        "Set lifeguard.api.users.ops.role (LIFEGUARD_API_USERS_OPS_ROLE): 'admin' is none of operator,"
                                + " viewer; for example operator.");
        assertThat(open.exit()).isEqualTo(1);
        assertThat(sentences(open))
                .singleElement()
                .asString()
                .startsWith(
                        "Set lifeguard.api.users (LIFEGUARD_API_USERS): quarkus.http.host (QUARKUS_HTTP_HOST) opens the API to"
                                + " other machines, and nobody is set who may use it");
        assertThat(List.of(wrong, unknown, open))
                .allSatisfy(service -> assertThat(service.stackTraces()).isEmpty());
    }

    private ServiceProcess started(Map<String, String> settings) {
        var service = start(settings);
        var unused = service.awaitLine("Listening on");
        return service;
    }

    private ServiceProcess start(Map<String, String> settings) {
        var environment = new HashMap<>(Map.ofEntries(
                entry("ALIBABA_CLOUD_ACCESS_KEY_ID", "test"),
                entry("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "test"),
                entry("LIFEGUARD_QUEUE_ENDPOINT", "http://127.0.0.1:1"),
                entry("LIFEGUARD_QUEUE_NAMES", "none"),
                entry("LIFEGUARD_CLOUD_REGION", "cn-hangzhou"),
                entry("LIFEGUARD_DATABASE_URL", "postgresql://127.0.0.1:1/none"),
                entry("LIFEGUARD_DATABASE_USERNAME", "none"),
                entry("LIFEGUARD_DATABASE_PASSWORD", "none")));
        environment.putAll(settings);
        var service = ServiceProcess.start(environment);
        services.add(service);
        return service;
    }

    private static List<String> sentences(ServiceProcess service) {
        return service.lines().stream().filter(line -> line.startsWith("Set ")).toList();
    }

    private static String get(ServiceProcess service, String from, String to, String headers) throws IOException {
        return ask(service, from, to, "/q/openapi", headers);
    }

    private static String ask(ServiceProcess service, String from, String to, String target, String headers)
            throws IOException {
        var listening = LISTENING.matcher(service.awaitLine("Listening on: http://"));
        assertThat(listening.find()).isTrue();
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(to, Integer.parseInt(listening.group(2))), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\n"
                                    + (headers.startsWith("Host:") ? "" : "Host: localhost\r\n")
                                    + "Connection: close\r\n" + headers + "\r\n")
                            .getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
