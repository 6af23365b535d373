package io.ecslifeguard.nativeimage;

import com.aliyun.mns.common.parser.ResultParseException;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.InputStream;

/** Stands for the method in which the SMQ SDK uses JAXB: an empty queue, among others, is told by an error. */
@TargetClass(className = "com.aliyun.mns.common.parser.JAXBResultParser")
final class JaxbResultParserSubstitution {

    @Substitute
    public Object parse(InputStream document) throws ResultParseException {
        return SmqErrors.read(document);
    }
}
