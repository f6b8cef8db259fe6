"""What a patient may show to say who they are, by the words of the contract."""

from typing import Literal

Carrier = Literal["patient_card", "social_security_card", "id_card", "bank_card", "e_credential", "health_code"]
