package io.ecslifeguard.api;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Where the API listens unless quarkus.http.host says it: on the loopback interface while nobody is set who may use it.
 * Both values are told, since what is told while the package is built would else hold for ever.
 */
public final class LoopbackByDefault implements ConfigSourceFactory {

    private static final String HOST = "quarkus.http.host";
    /** Below application.properties and the environment. */
    private static final int ORDINAL = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        // they listen on localhost by themselves
        if (context.getProfiles().contains("dev") || context.getProfiles().contains("test")) {
            return List.of();
        }
        var names = context.iterateNames();
        var somebody = false;
        while (names.hasNext()) {
            somebody |= isOfSomebody(names.next());
        }
        var host = Map.of(HOST, somebody ? "0.0.0.0" : "127.0.0.1");
        return List.of(new PropertiesConfigSource(host, "loopback-by-default", ORDINAL));
    }

    /** As a property or as an environment variable. */
    private static boolean isOfSomebody(String name) {
        var plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ".");
        return plain.startsWith("lifeguard.api.users.") || plain.equals("lifeguard.api.oidc.issuer");
    }
}
