package io.ecslifeguard.settings;

import java.net.URI;

/** What is written where an address is asked for. */
public final class Urls {

    private Urls() {}

    /** Whether it is an address of http or https with a host, and without credentials, which a log would show. */
    public static boolean isHttp(String url) {
        try {
            var uri = URI.create(url.strip());
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }
}
