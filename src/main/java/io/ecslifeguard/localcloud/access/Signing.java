package io.ecslifeguard.localcloud.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The arithmetic that the signatures of Alibaba Cloud share. */
public final class Signing {

    private static final HexFormat LOWER = HexFormat.of();
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private Signing() {}

    /** HMAC by an algorithm such as {@code HmacSHA1}. */
    public static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** HMAC in base64. */
    public static String hmacBase64(String algorithm, String key, String text) {
        return Base64.getEncoder().encodeToString(hmac(algorithm, key.getBytes(UTF_8), text));
    }

    /** A digest in lower-case hex. */
    public static String hex(String algorithm, byte[] bytes) {
        return hex(digest(algorithm, bytes));
    }

    /** MD5 in upper-case hex, as MessageBodyMD5 has it. */
    public static String md5(String text) {
        return UPPER.formatHex(digest("MD5", text.getBytes(UTF_8)));
    }

    /** A digest. */
    public static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lower-case hex. */
    public static String hex(byte[] bytes) {
        return LOWER.formatHex(bytes);
    }

    /** Percent-encoding as RFC 3986 has it: only letters, digits and {@code -_.~} stay. */
    public static String encode(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Compares signatures without telling by its time where they differ. */
    public static boolean same(String expected, String given) {
        return given != null && MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }
}
