package io.ecslifeguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "*",
                "http://localhost:8080/api/events?limit=1",
                "/api/events?name=100%25&from=2026-11-23T12:00:00Z",
                "/api/events?name=a:b/c?d&text=[1]",
                "/api/instances/i%2D1",
                "/api/nothing/%20"
            })
    void saysNothingOfAUri(String target) {
        assertThat(new RequestTarget(target).refusal()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/events?name=%,                        name",
        "/api/events?name=%zz&from=%zz,             name",
        "/api/events?name=100%25%,                  name",
        "/api/events?limit=1&name=a%4,              name",
        "/api/events?limit=1&name=%4&code=1,        name",
        "/api/events?name=a=b%,                     name",
        "/api/events?name%=a&code=1,                name%",
        "/api/events?limit=1&%u0041=1,              %u0041",
        "/api/events?%,                             %",
        "/api/events?code=a/%?b,                    code",
        "/api/nothing?a=%zz,                        a",
        "/api/instances/%zz,                        id",
        "/api/instances/i-1%,                       id",
        "/api/instances/%zz/restart-circuit/close,  id",
        "/api/instances/%zz?limit=%zz,              id",
        "/api/events/1%0,                           seq",
        "/api/restart/holds/%,                      id",
    })
    void namesTheParameterOfABrokenPercentEncoding(String target, String parameter) {
        var problem = new RequestTarget(target).refusal().orElseThrow().problem();

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.parameter()).isEqualTo(parameter);
        assertThat(problem.detail())
                .isEqualTo(parameter + " has a % that no two hexadecimal digits follow: a % itself is sent as %25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/api/%zz", "/api/calls/%zz", "/api/instances/i-1/%zz", "/nothing/%2?limit=1", "%"})
    void blamesThePathElsewhere(String target) {
        var problem = new RequestTarget(target).refusal().orElseThrow().problem();

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.parameter()).isNull();
        assertThat(problem.detail()).startsWith("The path has a % that");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/events?name=a|b,       name, %7C",
        "/api/events?name={,         name, %7B",
        "'/api/events?name=a\"b',    name, %22",
        "/api/events?name=\u0080,    name, %80",
        "/api/instances/a^b,         id,   %5E",
    })
    void tellsHowACharacterIsSent(String target, String parameter, String sent) {
        var problem = new RequestTarget(target).refusal().orElseThrow().problem();

        assertThat(problem.parameter()).isEqualTo(parameter);
        assertThat(problem.detail())
                .isEqualTo(parameter + " has a character that no URI has as it is: it is sent as " + sent);
    }

    @Test
    void saysWhatElseIsWrong() {
        var problem = new RequestTarget("//[").refusal().orElseThrow().problem();

        assertThat(problem.detail()).startsWith("What is asked for is no URI: ");
    }
}
