package io.ecslifeguard.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

record TestApiConfig(Map<String, ApiConfig.User> users, ApiConfig.Oidc oidc, int requestsPerSecond, int burst)
        implements ApiConfig {

    static final TestApiConfig NONE =
            new TestApiConfig(Map.of(), new From(Optional.empty(), Optional.empty(), Optional.empty()), 200, 2000);

    TestApiConfig with(String name, String hash, ApiConfig.Role role) {
        var more = new TreeMap<>(users);
        more.put(name, new Somebody(Optional.ofNullable(hash), role));
        return new TestApiConfig(more, oidc, requestsPerSecond, burst);
    }

    TestApiConfig with(From issuer) {
        return new TestApiConfig(users, issuer, requestsPerSecond, burst);
    }

    record Somebody(Optional<String> passwordHash, ApiConfig.Role role) implements ApiConfig.User {}

    record From(Optional<String> issuer, Optional<String> audience, Optional<String> roleClaim)
            implements ApiConfig.Oidc {

        @Override
        public List<String> viewers() {
            return List.of("viewer");
        }

        @Override
        public List<String> operators() {
            return List.of("operator");
        }
    }
}
