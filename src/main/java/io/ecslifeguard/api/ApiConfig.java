package io.ecslifeguard.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may use the API. Where nobody is set, it answers on the loopback interface only, and asks nobody for a name. */
@ConfigMapping(prefix = "lifeguard.api")
public interface ApiConfig {

    /** Those who say who they are by a password (HTTP Basic), by their names. */
    Map<String, User> users();

    /** Where the tokens come from by which others say who they are. */
    Oidc oidc();

    /**
     * How many requests one client's address may make in a second, over time. Higher lets one client take more of the
     * service and its database from the others.
     */
    @WithDefault("200")
    int requestsPerSecond();

    /** How many requests an address that was quiet may make at once, beyond that. */
    @WithDefault("2000")
    int burst();

    /** Somebody with a password. */
    interface User {

        /** The password's bcrypt hash, as {@code htpasswd -nBC 12 NAME} prints it after the colon. Never shown. */
        Optional<String> passwordHash();

        /** What this user may do. */
        @WithDefault("viewer")
        Role role();
    }

    /** An OpenID Connect provider, whose tokens are taken as bearer tokens. */
    interface Oidc {

        /** The provider's URL, below which {@code .well-known/openid-configuration} is. */
        Optional<String> issuer();

        /** What a token must name as its audience, so that one that is meant for another service is not taken here. */
        Optional<String> audience();

        /** The claim that holds the roles, such as {@code realm_access/roles}; not set, where providers usually put them. */
        Optional<String> roleClaim();

        /** The roles of a token that let its bearer read. */
        @WithDefault("viewer")
        List<String> viewers();

        /** The roles of a token that let its bearer read and change. */
        @WithDefault("operator")
        List<String> operators();
    }

    /** What somebody may do. */
    enum Role {
        /** Read. */
        VIEWER,
        /** Read and change. */
        OPERATOR
    }
}
