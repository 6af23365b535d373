package io.ecslifeguard.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Hashes of passwords. */
final class Bcrypt {

    /** Of a password that nobody can have. */
    static final String EXAMPLE = "$2y$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";

    /** Each step doubles the work; this one is about two seconds of a processor. */
    static final int HIGHEST_COST = 14;

    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

    private Bcrypt() {}

    static boolean isHash(String text) {
        Matcher matcher = HASH.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        var cost = Integer.parseInt(matcher.group(1));
        return cost >= 4 && cost <= HIGHEST_COST;
    }

    /** Takes long on purpose; the comparison takes the same time wherever the hashes differ. */
    static boolean matches(String hash, String password) {
        return OpenBSDBCrypt.checkPassword(hash, password.getBytes(UTF_8));
    }
}
