package io.dezky.operator.mail;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator asks of Stalwart. Every method is one request, but for lists of more than one page. All methods
 * throw {@link io.dezky.operator.http.ExternalException}.
 */
public interface Stalwart {

    /** The name in plans, metrics and messages. */
    String SYSTEM = "stalwart";

    /** The domains in whose name or description this word stands, with their keys. */
    List<Domain> domainsWithWord(String word);

    /** The domain of this name, with its keys. */
    Optional<Domain> domainNamed(String name);

    /** Whether some domain has this name as an alias. */
    boolean isAlias(String name);

    /**
     * Makes a domain and its first keys in one request. Safe to repeat: when the domain exists nothing is made.
     *
     * @return what was made; empty when a domain of that name exists, or another has it as alias
     */
    Optional<Domain> createDomain(NewDomain domain);

    /** Changes a domain; a null value takes a property away. */
    void updateDomain(String id, Map<String, ?> properties);

    /** Makes one more key, pending. Not safe to repeat: Stalwart takes any number of equal keys. */
    void createSignature(String domainId, NewDomain.NewKey key);

    void changeStage(String signatureId, DkimStage stage);

    void destroySignature(String signatureId);

    /** What lives in a domain: accounts of people, groups and mailing lists, by id. */
    Contents contents(String domainId, String domainName);

    /** What lives in a domain. */
    record Contents(List<String> users, List<String> groups, List<String> lists) {
        /** Whether nobody would lose mail with it. */
        public boolean isEmpty() {
            return users.isEmpty() && groups.isEmpty() && lists.isEmpty();
        }

        /** How many there are in all. */
        public int size() {
            return users.size() + groups.size() + lists.size();
        }
    }

    /** Destroys lists, people's accounts and groups, with all mail in them. */
    void destroyContents(Contents contents);

    /**
     * Destroys a domain and its keys. Absent is fine.
     *
     * @throws io.dezky.operator.http.ExternalException.Conflict when something elsewhere still refers to it
     */
    void destroyDomain(String id, List<String> signatureIds);
}
