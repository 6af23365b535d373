package io.ecslifeguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiSettingsTest {

    private static final String HASH = AccessUsers.LOOK;

    @Test
    void isContentWithUsersWithTokensAndWithNobody() {
        assertThat(problems(TestApiConfig.NONE)).isEmpty();
        assertThat(problems(user("ops", HASH))).isEmpty();
        assertThat(problems(user("jane.doe@example.com", HASH))).isEmpty();
        assertThat(problems(tokens("https://login.example/realms/ops", "ecs-lifeguard", "groups")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "ops:$2y$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
                "$2y$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMU",
                "$2y$15$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
                "$2y$03$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
                "$6$salt$hash"
            })
    void namesAHashThatIsNoneWithoutSayingIt(String hash) {
        // When
        var problems = problems(user("ops", hash));

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith(
                        "Set lifeguard.api.users.ops.password-hash (LIFEGUARD_API_USERS_OPS_PASSWORD_HASH): it is no bcrypt"
                                + " hash, which is what 'htpasswd -nBC 12 ops' prints after the colon");
        assertThat(problems.get(0).replace(Bcrypt.EXAMPLE, "")).doesNotContain(hash);
    }

    @Test
    void namesAUserWithoutAPassword() {
        assertThat(problems(TestApiConfig.NONE.with("ops", null, ApiConfig.Role.OPERATOR)))
                .containsExactly(
                        "Set lifeguard.api.users.ops.password-hash (LIFEGUARD_API_USERS_OPS_PASSWORD_HASH): the user"
                                + " has no password; for example " + Bcrypt.EXAMPLE + ".");
    }

    @Test
    void namesANameThatNobodyCanSend() {
        assertThat(problems(user("o:s", HASH))).singleElement().asString().contains("one of the names is none");
    }

    @Test
    void namesWhatIsMissingOfAnIssuer() {
        assertThat(problems(tokens("https://login.example", null, null)))
                .containsExactly(
                        "Set lifeguard.api.oidc.audience (LIFEGUARD_API_OIDC_AUDIENCE): lifeguard.api.oidc.issuer is"
                                + " set, and it is not said for whom its tokens must be meant; for example ecs-lifeguard.");
        assertThat(problems(tokens(null, "ecs-lifeguard", null)))
                .containsExactly("Set lifeguard.api.oidc.issuer (LIFEGUARD_API_OIDC_ISSUER): other settings of"
                        + " lifeguard.api.oidc are set, and not where tokens come from; for example"
                        + " https://login.example/realms/ops.");
        assertThat(problems(tokens("login.example", "ecs-lifeguard", null)))
                .singleElement()
                .asString()
                .contains("it is not a URL of http or https");
    }

    @Test
    void namesLimitsThatMakeNoSense() {
        var config = new TestApiConfig(TestApiConfig.NONE.users(), TestApiConfig.NONE.oidc(), 0, 0);
        assertThat(problems(config))
                .extracting(problem -> problem.split(" ")[1])
                .containsExactly("lifeguard.api.requests-per-second", "lifeguard.api.burst");
    }

    private static List<String> problems(ApiConfig config) {
        return new ApiSettings(config, () -> false).problems();
    }

    private static TestApiConfig user(String name, String hash) {
        return TestApiConfig.NONE.with(name, hash, ApiConfig.Role.VIEWER);
    }

    private static TestApiConfig tokens(String issuer, String audience, String claim) {
        return TestApiConfig.NONE.with(new TestApiConfig.From(
                Optional.ofNullable(issuer), Optional.ofNullable(audience), Optional.ofNullable(claim)));
    }
}
