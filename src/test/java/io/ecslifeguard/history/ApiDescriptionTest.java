package io.ecslifeguard.history;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@WithTestResource(PostgresResource.class)
@WithTestResource(QuietService.class)
class ApiDescriptionTest {

    private static final Path FILE = Path.of("src/main/resources/openapi.json");

    @Test
    void hasTheNameOfTheService() {
        assertThat(description().getString("info.title")).isEqualTo("ecs-lifeguard");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/instances",
                "/api/instances/{id}",
                "/api/events",
                "/api/reactions",
                "/api/calls",
                "/api/quarantine",
                "/api/notices"
            })
    void tellsOfEveryParameterThatIsKnown(String path) {
        // When
        var operation = description().getMap("paths.'" + path + "'.get");

        // Then
        @SuppressWarnings("unchecked")
        var parameters = (List<Map<String, Object>>) operation.get("parameters");
        var names = parameters.stream()
                .filter(parameter -> "query".equals(parameter.get("in")))
                .map(parameter -> (String) parameter.get("name"))
                .toList();
        String refusal = given().get(path.replace("{id}", "i-1") + "?none=1")
                .then()
                .extract()
                .path("detail");
        assertThat(refusal).endsWith("known are " + String.join(", ", names));
        assertThat(parameters).allSatisfy(parameter -> assertThat(parameter).containsKeys("description", "schema"));
        assertThat(operation).containsKeys("summary");
    }

    @Test
    void tellsHowAnOrderIsAnsweredAndHowRefused() {
        var responses = description().<String, Map<String, Object>>getMap("paths.'/api/restart/holds'.post.responses");

        assertThat(responses).containsOnlyKeys("201", "default");
        assertThat(responses.get("default")).containsEntry("$ref", "#/components/responses/Problem");
        assertThat(description().getMap("components.securitySchemes")).containsOnlyKeys("password", "token");
    }

    /**
     * The file is written from the resources. Where they have changed, {@code ./mvnw test -Dtest=ApiDescriptionTest
     * -Ddocumentation.write=true} writes it again.
     */
    @Test
    void isWhatTheResourcesAre() throws IOException {
        // Given
        var written = given().queryParam("format", "json")
                .get("/q/written-openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        // When
        if (Boolean.getBoolean("documentation.write")) {
            Files.writeString(FILE, written);
        }

        // Then
        assertThat(FILE).hasContent(written);
    }

    @Test
    void isGivenAsItIsWritten() throws IOException {
        // When
        var given = given().get("/q/openapi")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString();

        // Then
        assertThat(given).isEqualTo(Files.readString(FILE));
    }

    private static io.restassured.path.json.JsonPath description() {
        return given().get("/q/openapi").jsonPath();
    }
}
