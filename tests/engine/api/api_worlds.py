"""An API server by itself, and what is told to whoever watches it."""

import simpy

from imagesim.engine.api.admission.kubernetes_chain import AdmissionSettings
from imagesim.engine.api.api_object import ApiObject
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.api.observer import Observer
from imagesim.engine.record_book import RecordBook
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, PodSpec


def spec(image: str = "app:v1", policy: str = "IfNotPresent", **fields: object) -> PodSpec:
    container = Container(name="app", image=image, image_pull_policy=policy)
    return PodSpec(containers=(container,), **fields)  # type: ignore[arg-type]


class Api:
    """An API server whose every change is observed; `told` is what a watcher of all hears."""

    def __init__(self, **settings: object) -> None:
        self.env = simpy.Environment()
        self.api = ApiServer(self.env, AdmissionSettings(**settings))  # type: ignore[arg-type]
        self.records = RecordBook()
        self.observer = Observer(self.api, self.records)
        self.store = self.api.store
        self.pods = self.api.pods
        self.told: list[tuple[str, str]] = []
        self.store.watch_all(lambda verb, changed, _: self.told.append((verb, str(changed.object_name))))

    def object(self, text: str, spec: object = None, **fields: object) -> ApiObject:
        return self.store.create(ApiObject(ObjectName.parse(text), spec, **fields))  # type: ignore[arg-type]

    def settle(self) -> None:
        self.env.run(until=self.env.now + 1)

    def there(self) -> list[str]:
        kinds = ("Deployment", "ReplicaSet", "Pod", "Node", "Secret")
        return [str(name) for kind in kinds for name in self.store.objects(kind)]
