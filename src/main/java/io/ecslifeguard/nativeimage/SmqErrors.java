package io.ecslifeguard.nativeimage;

import com.aliyun.mns.common.parser.ResultParseException;
import com.aliyun.mns.model.ErrorMessage;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Reads SMQ's errors as the SDK does, without the JAXB that the SDK does it with, which finds its way by reflection.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/mns/error-codes">SMQ error codes</a>
 */
final class SmqErrors {

    private static final String NO_DOCUMENT_TYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private SmqErrors() {}

    /** Fails as the SDK's own parser does, so that the SDK goes on as it would on a JVM. */
    static ErrorMessage read(InputStream document) throws ResultParseException {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCUMENT_TYPE, true);
            var builder = factory.newDocumentBuilder();
            // the default one prints to standard error what is thrown all the same
            builder.setErrorHandler(null);
            var root = builder.parse(document).getDocumentElement();
            if (!"Error".equals(root.getLocalName())) {
                throw new ResultParseException("SMQ has answered <" + root.getLocalName() + "> and not an error");
            }
            var error = new ErrorMessage();
            error.Code = text(root, "Code");
            error.Message = text(root, "Message");
            error.RequestId = text(root, "RequestId");
            error.HostId = text(root, "HostId");
            error.Method = text(root, "Method");
            return error;
        } catch (ParserConfigurationException | SAXException | IOException | RuntimeException e) {
            throw new ResultParseException("SMQ has answered an error that is not XML: " + e.getMessage(), e);
        }
    }

    private static String text(Element root, String name) {
        for (var child = root.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (name.equals(child.getLocalName())) {
                return child.getTextContent();
            }
        }
        return null;
    }
}
