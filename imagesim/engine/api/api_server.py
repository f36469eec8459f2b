"""The API server: the store with its admission chain, and a client for each kind that has something of its own."""

import simpy

from imagesim.engine.api.admission.kubernetes_chain import AdmissionSettings, kubernetes_chain
from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.event_log import EventLog
from imagesim.engine.api.pods import Pods
from imagesim.engine.api.secrets import Secrets
from imagesim.engine.api.service_accounts import StoredServiceAccounts
from imagesim.engine.api.store import Store
from imagesim.rules.api.names import ObjectName
from imagesim.rules.calendar import Calendar


class ApiServer:
    """What the parts of a cluster talk to.

    `last_applied` is by UID what kubectl apply keeps in an annotation of the object: the manifest, as JSON.
    """

    def __init__(
        self, env: simpy.Environment, admission: AdmissionSettings | None = None, calendar: Calendar | None = None
    ) -> None:
        self.store = Store(env, calendar)
        self.pods = Pods(self.store)
        self.secrets = Secrets(self.store)
        self.service_accounts = StoredServiceAccounts(self.store)
        self.events = EventLog(env)
        self.last_applied: dict[str, str] = {}
        self.admit_by(admission or AdmissionSettings())

    def admit_by(self, settings: AdmissionSettings) -> None:
        """From now on every request passes this admission chain."""
        self.store.admission = kubernetes_chain(settings, self.service_accounts.find, self.provide_namespace)

    def provide_namespace(self, namespace: str) -> None:
        """Make the namespace, if it is not there."""
        name = ObjectName("Namespace", "", namespace)
        if self.store.find(name) is None:
            self.store.create(ApiObject(name))
