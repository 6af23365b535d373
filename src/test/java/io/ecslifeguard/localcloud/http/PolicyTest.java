package io.ecslifeguard.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ecslifeguard.localcloud.core.ApiError;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {

    private final Policy policy = new Policy();

    @Test
    void allowsEverythingUntilThereIsOne() {
        assertThat(denied("ecs", "RunInstances", Map.of("RamRoleName", "r"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ecs, DescribeInstances, true",
        "ecs, describeinstances, true",
        "ecs, DescribeDisks, false",
        "ecs, StartInstance, false",
        "slb, DescribeInstances, false",
        "smq, ReceiveMessage, true",
        "smq, BatchReceiveMessage, true",
        "smq, BatchDeleteMessage, false"
    })
    void allowsWhatAStatementAllowsAndNoneDenies(String product, String name, boolean allowed) {
        // Given
        put("""
                {"Version": "1", "Statement": [
                  {"Effect": "Allow", "Action": ["ecs:Describe*", "mns:ReceiveMessage"], "Resource": "*"},
                  {"Effect": "Deny", "Action": "ecs:DescribeDisks", "Resource": "*"}]}""");

        // When
        var denied = denied(product, name, Map.of());

        // Then
        assertThat(denied.isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"i-1, true", "i-2, false"})
    void deniesACallAsAWholeThatNamesOneInstanceThatIsDenied(String other, boolean allowed) {
        // Given
        put("""
                {"Statement": [
                  {"Effect": "Allow", "Action": "ecs:*", "Resource": ["acs:ecs:*:*:instance/*"]},
                  {"Effect": "Deny", "Action": "ecs:Start*", "Resource": "acs:ecs:*:*:instance/i-2"}]}""");

        // When
        var several = denied("ecs", "StartInstances", Map.of("InstanceId.1", "i-3", "InstanceId.2", other));
        var one = denied("ecs", "StartInstance", Map.of("InstanceId", other));
        var unnamed = denied("ecs", "DescribeInstances", Map.of());

        // Then
        assertThat(several.isEmpty()).isEqualTo(allowed);
        assertThat(one.isEmpty()).isEqualTo(allowed);
        assertThat(unnamed).isEmpty();
    }

    @Test
    void allowsOnlyTheInstancesThatAreNamed() {
        // Given
        put("""
                {"Statement": [{"Effect": "Allow", "Action": "ecs:StartInstance", "Resource": "acs:ecs:*:*:instance/i-1"}]}""");

        // When
        var named = denied("ecs", "StartInstance", Map.of("InstanceId", "i-1"));
        var other = denied("ecs", "StartInstance", Map.of("InstanceId", "i-2"));

        // Then
        assertThat(named).isEmpty();
        assertThat(other.map(ApiError::deniedAction)).contains("ecs:StartInstance");
    }

    @Test
    void asksForWhatAPurchaseBringsAlong() {
        // Given
        put("""
                {"Statement": [{"Effect": "Allow", "Action": ["ecs:RunInstances"], "Resource": "*"}]}""");

        // When
        var plain = denied("ecs", "RunInstances", Map.of());
        var tagged = denied("ecs", "RunInstances", Map.of("Tag.1.Key", "team"));
        var withRole = denied("ecs", "RunInstances", Map.of("RamRoleName", "web"));

        // Then
        assertThat(plain).isEmpty();
        assertThat(tagged.map(ApiError::deniedAction)).contains("ecs:TagResources");
        assertThat(withRole.map(ApiError::code)).contains("InvalidUser.PassRoleForbidden");
    }

    @Test
    void allowsEverythingAgainOnceItIsRemoved() {
        // Given
        put("{\"Statement\": []}");
        assertThat(denied("smq", "ReceiveMessage", Map.of()).map(ApiError::code))
                .contains("AccessDenied");

        // When
        var nothing = policy.call("DELETE", List.of(), Map.of(), new JsonObject());

        // Then
        assertThat(nothing).isNull();
        assertThat(denied("smq", "ReceiveMessage", Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"Statement\": {}}", "{\"Statement\": [1]}", "{\"Statement\": [{\"Effect\": \"Allow\"}]}"
            })
    void takesNothingThatIsNoPolicy(String body) {
        assertThatThrownBy(() -> put(body)).hasMessageContaining("A policy is such as");
        assertThat(denied("ecs", "StartInstance", Map.of())).isEmpty();
    }

    private void put(String document) {
        assertThat(policy.call("PUT", List.of(), Map.of(), new JsonObject(document)))
                .isNotNull();
    }

    private Optional<ApiError> denied(String product, String name, Map<String, String> parameters) {
        try {
            policy.check(new Operation(product, name, parameters, "R-1"));
            return Optional.empty();
        } catch (ApiError denial) {
            return Optional.of(denial);
        }
    }
}
