package io.ecslifeguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ecslifeguard.selfcheck.Finding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelfCheckCommandTest {

    @Test
    void saysWhatABrokenBuildIsWorth() {
        // Given
        var findings = List.of(
                new Finding("SMQ: a page of messages", Optional.empty()),
                new Finding("SLB: the answer to a swap", Optional.of("there is none")));

        // When
        var verdict = SelfCheckCommand.verdict(findings);

        // Then
        assertThat(verdict)
                .isEqualTo("1 of 2 paths through the SDKs do not work in this build, which must not be used.");
        assertThat(findings)
                .extracting(Finding::toString)
                .containsExactly("ok      SMQ: a page of messages", "FAILED  SLB: the answer to a swap: there is none");
    }

    @Test
    void aBuildThatWorksMayStart() {
        Service.requireAll(List.of(new Finding("SMQ: a page of messages", Optional.empty())));
    }

    @Test
    void aBrokenBuildStartsNothing() {
        assertThatThrownBy(() -> Service.requireAll(List.of(new Finding("SMQ", Optional.of("broken")))))
                .hasMessageContaining("must not be used");
    }
}
