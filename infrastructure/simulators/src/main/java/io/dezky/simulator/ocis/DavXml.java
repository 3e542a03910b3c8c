package io.dezky.simulator.ocis;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How WebDAV answers are written. */
final class DavXml {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String NAMESPACES =
            "xmlns:s=\"http://sabredav.org/ns\" xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\"";

    private DavXml() {}

    /** The body of a 401; its namespace lacks a colon in the real server too. */
    static String signInNeeded() {
        return HEAD + "<d:error xmlns:d=\"DAV\" xmlns:s=\"http://sabredav.org/ns\">"
                + "<s:Exception>Sabre\\DAV\\Exception\\PermissionDenied</s:Exception>"
                + "<s:Message>Authentication error</s:Message></d:error>";
    }

    static String error(String exception, String message) {
        return HEAD + "<d:error xmlns:d=\"DAV\" xmlns:s=\"http://sabredav.org/ns\">"
                + "<s:exception>Sabre\\DAV\\Exception\\" + exception + "</s:exception>"
                + "<s:message>" + escaped(message) + "</s:message><s:errorcode></s:errorcode></d:error>";
    }

    /**
     * One entry of a multi-status answer.
     *
     * @param driveId of the space that holds it
     * @param itemId its own id, without that of the drive
     * @param parentId the same of the folder that holds it; for the space itself the id of the drive
     * @param length in bytes; -1 for a folder
     */
    record Entry(
            String driveId,
            String itemId,
            String parentId,
            String path,
            String name,
            String permissions,
            long length,
            long folderSize,
            String etag,
            Instant modified) {

        boolean isFolder() {
            return length < 0;
        }
    }

    static String multiStatus(List<Entry> entries) {
        return entries.stream()
                .map(DavXml::response)
                .collect(Collectors.joining("", "<d:multistatus " + NAMESPACES + ">", "</d:multistatus>"));
    }

    private static String response(Entry entry) {
        String id = entry.driveId() + "!" + entry.itemId();
        String found = element("oc:id", id)
                + element("oc:fileid", id)
                + element("oc:spaceid", entry.driveId())
                + element("oc:file-parent", entry.parentId())
                + element("oc:name", entry.name())
                + element("d:displayname", entry.name())
                + element("d:getetag", entry.etag())
                + element("oc:permissions", entry.permissions())
                + (entry.isFolder()
                        ? "<d:resourcetype><d:collection/></d:resourcetype>" + element("oc:size", size(entry))
                        : "<d:resourcetype></d:resourcetype>" + element("d:getcontentlength", size(entry)))
                + element("d:getlastmodified", httpDate(entry.modified()))
                + element("oc:tags", "")
                + element("oc:favorite", "0");
        String absent = Stream.of("oc:audio", "oc:location", "oc:image", "oc:photo")
                .map(name -> element(name, ""))
                .collect(Collectors.joining());
        return "<d:response>" + element("d:href", href(entry)) + propStat(found, "200 OK")
                + propStat(absent, "404 Not Found") + "</d:response>";
    }

    private static String size(Entry entry) {
        return String.valueOf(entry.isFolder() ? entry.folderSize() : entry.length());
    }

    private static String propStat(String properties, String status) {
        return "<d:propstat><d:prop>" + properties + "</d:prop>" + element("d:status", "HTTP/1.1 " + status)
                + "</d:propstat>";
    }

    private static String href(Entry entry) {
        String path = Stream.of(entry.path().split("/"))
                .filter(part -> !part.isEmpty())
                .map(DavXml::encoded)
                .collect(Collectors.joining("/"));
        String slash = entry.isFolder() && !path.isEmpty() ? "/" : "";
        return "/dav/spaces/" + entry.driveId() + "/" + path + slash;
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%26", "&")
                .replace("%24", "$")
                .replace("%3A", ":");
    }

    private static String httpDate(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME
                .format(time.atOffset(ZoneOffset.UTC))
                .replace("Z", "GMT");
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + escaped(text) + "</" + name + ">";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
