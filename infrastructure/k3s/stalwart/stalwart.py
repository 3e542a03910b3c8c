#!/usr/bin/env python3
"""Sets Stalwart up, and tells it to read its settings again. Standard library only.

stalwart.py setup     as the recovery administrator: the platform's domain, the operator's account with the fewest permissions, two API keys (written
                      into Kubernetes Secrets, never printed), certificate, networks, Authentik as directory. Running it again changes only what differs.
stalwart.py reload    with the narrow key that setup made: read certificate and settings again.

How Stalwart behaves where that shapes this file: docs/systems/stalwart.md.
"""

import base64
import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.request

OPERATOR_PERMISSIONS = [
    "sys" + kind + verb
    for kind in ("Domain", "DkimSignature", "Account", "Role")
    for verb in ("Get", "Query", "Create", "Update", "Destroy")
] + [
    # A domain that is to be destroyed must be empty; the operator never makes a mailing list.
    "sysMailingList" + verb
    for verb in ("Get", "Query", "Destroy")
]
RELOAD_PERMISSIONS = ["authenticate", "sysActionCreate", "actionReloadSettings", "actionReloadTlsCertificates"]

# One part of the settings that cannot be built makes Stalwart refuse to read any of them, and an issuer may need a moment.
RELOAD_ATTEMPTS = 30
START_ATTEMPTS = 100
PAUSE_SECONDS = float(os.environ.get("PAUSE_SECONDS", "3"))


class Refused(Exception):
    """Stalwart answered, and the answer is no. The message never holds a request: requests carry secrets."""


def environment(name):
    value = os.environ.get(name, "")
    if not value:
        sys.exit(f"{name} is not set")
    return value


def member_set(items):
    return {item: True for item in items}


class Stalwart:
    def __init__(self, url, authorization):
        self.url = url.rstrip("/")
        self.authorization = authorization

    def get(self, path):
        """Status code of a GET."""
        request = urllib.request.Request(self.url + path, headers={"Authorization": self.authorization})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def call(self, *calls):
        """Answers of some method calls in one request, as a list of their arguments."""
        body = {
            "using": ["urn:ietf:params:jmap:core", "urn:stalwart:jmap"],
            "methodCalls": [[name, arguments, str(number)] for number, (name, arguments) in enumerate(calls)],
        }
        request = urllib.request.Request(
            self.url + "/jmap",
            data=json.dumps(body).encode(),
            headers={"Authorization": self.authorization, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                responses = json.load(answer)["methodResponses"]
        except urllib.error.HTTPError as error:
            # The detail of a 400 repeats the request, keys included: only the code may be shown.
            raise Refused(f"{calls[0][0]}: HTTP {error.code}") from None
        for name, arguments, number in responses:
            if name == "error":
                raise Refused(f"{calls[int(number)][0]}: {arguments.get('type')}: {arguments.get('description')}")
        return [arguments for _, arguments, _ in responses]

    def query(self, kind, **conditions):
        [answer] = self.call((f"{kind}/query", {"filter": conditions} if conditions else {}))
        return answer["ids"]

    def read(self, kind, identifier, *properties):
        [answer] = self.call((f"{kind}/get", {"ids": [identifier], "properties": ["id", *properties]}))
        return answer["list"][0]

    def read_all(self, kind, *properties):
        [answer] = self.call((f"{kind}/get", {"ids": None, "properties": ["id", *properties]}))
        return answer["list"]

    def create(self, kind, fields, **more):
        [answer] = self.call((f"{kind}/set", {"create": {"new": fields}, **more}))
        if "new" not in answer.get("created", {}):
            raise Refused(f"{kind}/set create: {reason(answer, 'notCreated', 'new')}")
        return answer["created"]["new"]

    def update(self, kind, identifier, fields):
        [answer] = self.call((f"{kind}/set", {"update": {identifier: fields}}))
        # An id that is none is dropped without a word, so what counts is that it stands in the answer.
        if identifier not in answer.get("updated", {}):
            raise Refused(f"{kind}/set update: {reason(answer, 'notUpdated', identifier)}")


def reason(answer, where, what):
    error = answer.get(where, {}).get(what, {"type": "no answer"})
    parts = [error.get("type"), error.get("description"), error.get("objectId"), error.get("validationErrors"), error.get("properties")]
    return ", ".join(str(part) for part in parts if part)


def ensure_settings(stalwart, kind, identifier, wanted, label):
    """Writes only what differs, so a second run writes nothing."""
    current = stalwart.read(kind, identifier, *[name for name in wanted if name != "@type"])
    changed = {name: value for name, value in wanted.items() if name != "@type" and current.get(name) != value}
    if changed:
        stalwart.update(kind, identifier, changed)
        print(f"{label}: set {', '.join(sorted(changed))}")


def ensure_domain(stalwart, name, hostname):
    found = stalwart.query("x:Domain", name=name)
    if not found:
        # Settings name the domain in the same request: a server without default domain signs nobody in by a short name.
        domain, settings = stalwart.call(
            ("x:Domain/set", {"create": {"new": {"name": name, "description": "platform domain", "dkimManagement": {"@type": "Manual"}}}}),
            ("x:SystemSettings/set", {"update": {"singleton": {"defaultHostname": hostname, "defaultDomainId": "#new"}}}),
        )
        if "new" not in domain.get("created", {}):
            raise Refused(f"x:Domain/set create: {reason(domain, 'notCreated', 'new')}")
        if "singleton" not in settings.get("updated", {}):
            raise Refused(f"x:SystemSettings/set update: {reason(settings, 'notUpdated', 'singleton')}")
        print(f"domain {name}: made")
        found = [domain["created"]["new"]["id"]]
    ensure_settings(stalwart, "x:SystemSettings", "singleton", {"defaultHostname": hostname, "defaultDomainId": found[0]}, "system settings")
    return found[0]


def ensure_role(stalwart, description, permissions):
    # Roles have no unique name: look first, or a second run makes a twin.
    found = stalwart.query("x:Role", description=description)
    if len(found) > 1:
        raise Refused(f"there are {len(found)} roles called {description}: delete all but one")
    if not found:
        made = stalwart.create("x:Role", {"description": description, "enabledPermissions": member_set(permissions)})
        print(f"role {description}: made")
        return made["id"]
    ensure_settings(stalwart, "x:Role", found[0], {"enabledPermissions": member_set(permissions)}, f"role {description}")
    return found[0]


def ensure_account(stalwart, domain, name, description, roles):
    wanted = {"@type": "Custom", "roleIds": member_set(roles)}
    found = stalwart.query("x:Account", name=name, domainId=domain)
    if not found:
        # No password: an account that can be used by key only.
        fields = {"@type": "User", "name": name, "domainId": domain, "description": description, "credentials": {}, "roles": wanted}
        made = stalwart.create("x:Account", fields)
        print(f"account {name}: made")
        return made["id"]
    ensure_settings(stalwart, "x:Account", found[0], {"roles": wanted}, f"account {name}")
    return found[0]


def ensure_key(stalwart, account, description, permissions, secret):
    """A key that works stays. A Secret without a working one gets a new one, and what it replaces goes."""
    token = secret.read()
    if token and Stalwart(stalwart.url, "Bearer " + token).get("/api/account") == 200:
        return
    [lost] = stalwart.call(("x:ApiKey/query", {"accountId": account}))
    key = stalwart.create(
        "x:ApiKey",
        {"description": description, "permissions": permissions, "allowedIps": {}, "expiresAt": None},
        accountId=account,
    )
    secret.write(key["secret"])
    if lost["ids"]:
        # Nobody knows their values any more, and an account has room for five.
        stalwart.call(("x:ApiKey/set", {"accountId": account, "destroy": lost["ids"]}))
    print(f"key {description}: made, in {secret}")


def ensure_certificate(stalwart, folder):
    certificate = {"@type": "File", "filePath": folder + "/tls.crt"}
    key = {"@type": "File", "filePath": folder + "/tls.key"}
    for existing in stalwart.read_all("x:Certificate", "certificate"):
        if existing.get("certificate", {}).get("filePath") == certificate["filePath"]:
            identifier = existing["id"]
            break
    else:
        identifier = stalwart.create("x:Certificate", {"certificate": certificate, "privateKey": key})["id"]
        print(f"certificate {folder}: made")
    ensure_settings(stalwart, "x:SystemSettings", "singleton", {"defaultCertificateId": identifier}, "system settings")


def ensure_network(stalwart, network):
    """The operator and the probes come from the pod network: a hundred wrong keys in a day would ban it for ever."""
    for existing in stalwart.read_all("x:AllowedIp", "address"):
        if existing["address"] == network:
            return
    stalwart.create("x:AllowedIp", {"address": network})
    print(f"network {network}: exempt from bans")


def ensure_directory(stalwart, issuer, audience):
    wanted = {
        "@type": "Oidc",
        "description": "Authentik",
        "issuerUrl": issuer,
        "requireAudience": audience,
        "requireScopes": {"openid": True, "email": True},
        # Never the e-mail address: who could change that could open another mailbox.
        "claimUsername": "mailbox",
        # A name from the token would overwrite the mark that the operator keeps in the description.
        "claimName": None,
        "claimGroups": None,
        "usernameDomain": None,
    }
    found = [entry["id"] for entry in stalwart.read_all("x:Directory", "description") if entry.get("description") == "Authentik"]
    if len(found) > 1:
        raise Refused(f"there are {len(found)} directories called Authentik: delete all but one")
    if found:
        ensure_settings(stalwart, "x:Directory", found[0], wanted, "directory Authentik")
        identifier = found[0]
    else:
        identifier = stalwart.create("x:Directory", wanted)["id"]
        print("directory Authentik: made")
    ensure_settings(stalwart, "x:Authentication", "singleton", {"directoryId": identifier}, "authentication")


def run_action(stalwart, action, attempts):
    for attempt in range(1, attempts + 1):
        try:
            stalwart.create("x:Action", {"@type": action})
            print(f"{action}: done")
            return
        except Refused as refused:
            if attempt == attempts:
                raise
            print(f"{action}: {refused}; trying again")
            time.sleep(PAUSE_SECONDS)


class KubernetesSecret:
    """One key of a Secret that exists."""

    def __init__(self, namespace, name, key):
        self.namespace, self.name, self.key = namespace, name, key
        folder = os.environ.get("SERVICE_ACCOUNT_FOLDER", "/var/run/secrets/kubernetes.io/serviceaccount")
        host, port = environment("KUBERNETES_SERVICE_HOST"), environment("KUBERNETES_SERVICE_PORT")
        host = f"[{host}]" if ":" in host else host
        self.url = f"https://{host}:{port}/api/v1/namespaces/{namespace}/secrets/{name}"
        with open(folder + "/token", encoding="ascii") as file:
            self.token = file.read().strip()
        self.tls = ssl.create_default_context(cafile=folder + "/ca.crt")

    def __str__(self):
        return f"Secret {self.namespace}/{self.name}"

    def read(self):
        data = self._send("GET", None).get("data") or {}
        return base64.b64decode(data.get(self.key, "")).decode()

    def write(self, value):
        self._send("PATCH", {"data": {self.key: base64.b64encode(value.encode()).decode()}})

    def _send(self, method, body):
        request = urllib.request.Request(
            self.url,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "Bearer " + self.token, "Content-Type": "application/merge-patch+json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30, context=self.tls) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Refused(f"{self}: {method}: HTTP {error.code}") from None


def wait_until_ready(stalwart):
    for _ in range(START_ATTEMPTS):
        status = stalwart.get("/api/account")
        if status == 200:
            return
        if status == 401:
            # Not again and again: a hundred failures ban this address.
            raise Refused("the recovery administrator is not accepted: is STALWART_RECOVERY_ADMIN set on the server?")
        time.sleep(PAUSE_SECONDS)
    raise Refused(f"{stalwart.url} does not answer")


def setup():
    recovery = base64.b64encode(environment("STALWART_RECOVERY_ADMIN").encode()).decode()
    stalwart = Stalwart(environment("STALWART_URL"), "Basic " + recovery)
    wait_until_ready(stalwart)

    domain = ensure_domain(stalwart, environment("BASE_DOMAIN"), environment("MAIL_HOST"))
    user_roles = list(stalwart.read("x:Authentication", "singleton", "defaultUserRoleIds")["defaultUserRoleIds"])
    operator_role = ensure_role(stalwart, "dezky operator", OPERATOR_PERMISSIONS)
    # Role User as well: one cannot give away permissions that one does not have, and every mailbox has those.
    operator = ensure_account(stalwart, domain, "dezky-operator", "dezky operator", [*user_roles, operator_role])
    reload_role = ensure_role(stalwart, "dezky reload", RELOAD_PERMISSIONS)
    reloader = ensure_account(stalwart, domain, "dezky-reload", "dezky reload", [reload_role])

    # Before the switch of the directory, and not dependent on it: keys are looked at before any directory.
    ensure_key(
        stalwart,
        operator,
        "dezky operator",
        {"@type": "Inherit"},
        KubernetesSecret("dezky-system", "dezky-operator-credentials", "stalwart-token"),
    )
    ensure_key(
        stalwart,
        reloader,
        "dezky reload",
        {"@type": "Inherit"},
        KubernetesSecret("stalwart", "stalwart-reload", "token"),
    )

    if os.environ.get("TLS_FOLDER"):
        ensure_certificate(stalwart, os.environ["TLS_FOLDER"])
    ensure_network(stalwart, environment("POD_NETWORK"))
    ensure_settings(stalwart, "x:Http", "singleton", {"useXForwarded": True, "enableHsts": True, "usePermissiveCors": False}, "http")
    # A token that was used counts for so long, whatever becomes of the person.
    ensure_settings(stalwart, "x:OidcProvider", "singleton", {"accessTokenExpiry": 300000}, "token memory")
    # It sends digests of people's mail to strangers, and its host out of reach stops every reload.
    ensure_settings(stalwart, "x:SpamPyzor", "singleton", {"enable": False}, "pyzor")
    ensure_directory(stalwart, environment("MAIL_ISSUER"), environment("MAIL_CLIENT_ID"))
    run_action(stalwart, "ReloadSettings", RELOAD_ATTEMPTS)
    if os.environ.get("TLS_FOLDER"):
        run_action(stalwart, "ReloadTlsCertificates", RELOAD_ATTEMPTS)
    print("Stalwart is set up")


def reload():
    with open(environment("STALWART_TOKEN_FILE"), encoding="ascii") as file:
        stalwart = Stalwart(environment("STALWART_URL"), "Bearer " + file.read().strip())
    run_action(stalwart, "ReloadTlsCertificates", 1)
    run_action(stalwart, "ReloadSettings", 1)


def main():
    tasks = {"setup": setup, "reload": reload}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        sys.exit("usage: stalwart.py setup|reload")
    try:
        tasks[sys.argv[1]]()
    except Refused as refused:
        sys.exit(f"failed: {refused}")


if __name__ == "__main__":
    main()
