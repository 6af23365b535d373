package io.ecslifeguard;

import jakarta.annotation.Priority;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads every setting that is true or false. The library's own takes what it does not know for false: a misspelt dry-run
 * would act. Its name stands in {@code META-INF/services}.
 */
@Priority(YesOrNo.BEFORE_THE_LIBRARYS)
public final class YesOrNo implements Converter<Boolean> {

    static final String NEITHER = "neither true nor false";
    static final int BEFORE_THE_LIBRARYS = 1000;

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean convert(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "y", "on", "1" -> true;
            case "false", "no", "n", "off", "0" -> false;
            case "" -> null;
            default -> throw new IllegalArgumentException(NEITHER);
        };
    }
}
