package io.ecslifeguard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecslifeguard.metrics.Queries.Match;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** One Prometheus may scrape several deployments, each in a namespace of its own: none hides another. */
class SeveralDeploymentsTest {

    @Test
    void eachHasAlertsOfItsOwn() throws IOException {
        // When
        var alerts = Queries.ofTheAlerts();

        // Then
        assertThat(alerts).hasSizeGreaterThan(5).allSatisfy(alert -> {
            var aggregations = alert.expression().split("\\b(min|max|sum)\\b", -1).length - 1;
            assertThat(alert.expression().split("\\bby \\([^)]*\\bnamespace\\b", -1))
                    .hasSize(aggregations + 1);
            assertThat(aggregations).isPositive();
        });
        assertThat(Queries.rules())
                .allSatisfy(rule -> assertThat(
                                rule.path("annotations").path("summary").asText())
                        .contains("{{ $labels.namespace }}"));
    }

    @Test
    void theDashboardShowsOneAtATime() throws IOException {
        // Given
        var variables = new ObjectMapper()
                .readTree(Queries.DASHBOARD.toFile())
                .path("templating")
                .path("list");

        // When
        var queries = Queries.ofTheDashboard();

        // Then
        assertThat(variables.findValuesAsText("name")).contains("namespace");
        assertThat(queries)
                .allSatisfy(query -> assertThat(query.selectors())
                        .isNotEmpty()
                        .allSatisfy(selector -> assertThat(selector.matches())
                                .contains(new Match("namespace", "$namespace"), new Match("job", "$job"))));
    }
}
