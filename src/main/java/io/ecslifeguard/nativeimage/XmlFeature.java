package io.ecslifeguard.nativeimage;

import java.util.List;
import javax.xml.stream.XMLInputFactory;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeResourceAccess;

/**
 * What the JDK's XML parsers need to say what is wrong with a document: without these, whatever is no XML ends in a
 * MissingResourceException, which neither the decoder nor the SDKs take for an answer.
 */
public final class XmlFeature implements Feature {

    private static final String PACKAGE = "com.sun.org.apache.xerces.internal.impl.msg.";

    /** By their names in the JDK. */
    static final List<String> TEXTS =
            List.of(PACKAGE + "XMLMessages", PACKAGE + "SAXMessages", PACKAGE + "DOMMessages");

    @Override
    public String getDescription() {
        return "Takes in the texts of the JDK's XML parsers";
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        var module = XMLInputFactory.class.getModule();
        TEXTS.forEach(texts -> RuntimeResourceAccess.addResourceBundle(module, texts));
    }
}
