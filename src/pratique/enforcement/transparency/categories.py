"""From what was broken to the categories and keywords of the Transparency Database. Data, in one place, to be read by a lawyer."""

CATEGORY = "STATEMENT_CATEGORY_"
KEYWORD = "KEYWORD_"

BY_CLASS: dict[str, tuple[str, str]] = {
    "prohibited_goods": ("UNSAFE_AND_PROHIBITED_PRODUCTS", "PROHIBITED_PRODUCTS"),
    "restricted_goods": ("UNSAFE_AND_PROHIBITED_PRODUCTS", "PROHIBITED_PRODUCTS"),
    "safety_document": ("UNSAFE_AND_PROHIBITED_PRODUCTS", "UNSAFE_PRODUCTS"),
    "safety_label": ("UNSAFE_AND_PROHIBITED_PRODUCTS", "UNSAFE_PRODUCTS"),
    "identity": ("CONSUMER_INFORMATION", "INSUFFICIENT_INFORMATION_ON_TRADERS"),
    "intellectual_property": ("INTELLECTUAL_PROPERTY_INFRINGEMENTS", "TRADEMARK_INFRINGEMENT"),
    "fraud": ("SCAMS_AND_FRAUD", "INAUTHENTIC_LISTINGS"),
    "content_standards": ("OTHER_VIOLATION_TC", "GOODS_SERVICES_NOT_PERMITTED"),
    "diversion": ("SCAMS_AND_FRAUD", "INAUTHENTIC_LISTINGS"),
    "misdeclaration": ("CONSUMER_INFORMATION", "MISLEADING_INFO_GOODS_SERVICES"),
    "general": ("CONSUMER_INFORMATION", "MISLEADING_INFO_GOODS_SERVICES"),
}
"""Enforcement class of a rule → category and keyword."""

BY_FAMILY: dict[str, tuple[str, str]] = {
    "wildlife": ("ANIMAL_WELFARE", "UNLAWFUL_SALE_ANIMALS"),
    "hate_extremism": ("ILLEGAL_OR_HARMFUL_SPEECH", "HATE_SPEECH"),
    "adult": ("PROTECTION_OF_MINORS", "AGE_SPECIFIC_RESTRICTIONS_MINORS"),
    "surveillance": ("DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "MISSING_PROCESSING_GROUND"),
    "hacking": ("DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "OTHER"),
    "identity_document": ("SCAMS_AND_FRAUD", "OTHER"),
    "financial_fraud": ("SCAMS_AND_FRAUD", "PHISHING"),
    "counterfeit": ("INTELLECTUAL_PROPERTY_INFRINGEMENTS", "TRADEMARK_INFRINGEMENT"),
    "weapon": ("RISK_FOR_PUBLIC_SECURITY", "OTHER"),
    "explosive": ("RISK_FOR_PUBLIC_SECURITY", "OTHER"),
    "human_remains": ("UNSAFE_AND_PROHIBITED_PRODUCTS", "PROHIBITED_PRODUCTS"),
}
"""Family of the concepts → category and keyword, where it says more than the class."""

OTHER_WORDS = "prohibited on this ground; see the legal or contractual ground"
"""What stands beside the keyword `OTHER`."""
