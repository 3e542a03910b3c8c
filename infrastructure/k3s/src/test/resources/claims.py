

class Group:
    def __init__(self, name):
        self.name = name


class User:
    def __init__(self, username, groups=(), kind="internal", email="", name="", attributes=None):
        self.username = username
        self.name = name
        self.email = email
        self.type = kind
        self.uuid = "uuid-of-" + username
        self.attributes = attributes or {}
        self._groups = [Group(group) for group in groups]

    def all_groups(self):
        return self._groups


class Request:
    def __init__(self, user):
        self.user = user


ada = User("ada@acme.test", ["tenant-acme", "dezky-tenants", "authentik Read-only"], email="Ada@Acme.test", name="Ada")
claims = dezky_files_profile(Request(ada))
assert claims["roles"] == ["ocisUser"], claims
assert claims["groups"] == ["tenant-acme"], claims
assert claims["files_id"] == "uuid-of-ada@acme.test", claims
assert claims["name"] == "Ada", claims

admin = User("boss", ["dezky-platform-admins"])
claims = dezky_files_profile(Request(admin))
assert claims["roles"] == ["ocisSpaceAdmin"], claims
assert claims["groups"] == ["dezky-platform-admins"], claims
assert claims["name"] == "boss", claims

operator = User("dezky-operator", ["dezky-operators"], kind="service_account")
claims = dezky_files_profile(Request(operator))
assert claims["roles"] == ["ocisAdmin"], claims
assert claims["files_id"] == "dezky-operator", claims
assert claims["groups"] == ["dezky-operators"], claims

# a person who calls a group of theirs like the operators' gets nothing by it: groups are the operator's and the blueprint's to make
assert dezky_files_profile(Request(User("eve", ["tenant-dezky-operators"])))["roles"] == ["ocisUser"]

assert dezky_email(Request(ada)) == {"email": "ada@acme.test", "email_verified": True}
assert dezky_email(Request(operator)) == {}

assert dezky_mailbox(Request(ada)) == {}
assert dezky_mailbox(Request(User("ada", attributes={"dezky_mailbox": "Ada@acme.test"}))) == {"mailbox": "ada@acme.test"}

print("all claims right")
