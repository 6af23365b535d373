package io.ecslifeguard.api;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Whether it is clear who may use the API. No sentence repeats a hash. */
@ApplicationScoped
class ApiSettings implements Settings {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");
    private static final String ISSUER_EXAMPLE = "https://login.example/realms/ops";

    private final ApiConfig config;
    private final Reach reach;

    ApiSettings(ApiConfig config, Reach reach) {
        this.config = config;
        this.reach = reach;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.api");
        config.users().forEach((name, user) -> check(name, user, problems));
        check(config.oidc(), problems);
        problems.range("requests-per-second", config.requestsPerSecond(), 1, 1_000_000, "200");
        problems.range("burst", config.burst(), 1, 1_000_000, "2000");
        problems.unless(
                !reach.isOpenToOthers(),
                "users",
                "quarkus.http.host (QUARKUS_HTTP_HOST) opens the API to other machines, and nobody is set who may use it",
                "LIFEGUARD_API_USERS_OPS_PASSWORD_HASH='" + Bcrypt.EXAMPLE + "'");
        return problems.all();
    }

    private static void check(String name, ApiConfig.User user, Problems problems) {
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    "users",
                    "one of the names is none (letters, digits, dots, dashes, _ and @, at most 63)",
                    "lifeguard.api.users.ops.password-hash=" + Bcrypt.EXAMPLE);
            return;
        }
        var key = "users." + name + ".password-hash";
        if (user.passwordHash().isEmpty()) {
            problems.add(key, "the user has no password", Bcrypt.EXAMPLE);
        } else {
            problems.unless(
                    Bcrypt.isHash(user.passwordHash().get()),
                    key,
                    "it is no bcrypt hash, which is what 'htpasswd -nBC 12 " + name
                            + "' prints after the colon, of a cost" + " of 4 to " + Bcrypt.HIGHEST_COST,
                    Bcrypt.EXAMPLE);
        }
    }

    private static void check(ApiConfig.Oidc oidc, Problems problems) {
        if (oidc.issuer().isPresent()) {
            problems.unless(
                    isHttp(oidc.issuer().get()), "oidc.issuer", "it is not a URL of http or https", ISSUER_EXAMPLE);
            problems.unless(
                    oidc.audience().filter(audience -> !audience.isBlank()).isPresent(),
                    "oidc.audience",
                    "lifeguard.api.oidc.issuer is set, and it is not said for whom its tokens must be meant",
                    "ecs-lifeguard");
        } else {
            problems.unless(
                    oidc.audience().isEmpty() && oidc.roleClaim().isEmpty(),
                    "oidc.issuer",
                    "other settings of lifeguard.api.oidc are set, and not where tokens come from",
                    ISSUER_EXAMPLE);
        }
    }

    private static boolean isHttp(String url) {
        try {
            var uri = URI.create(url.strip());
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }
}
