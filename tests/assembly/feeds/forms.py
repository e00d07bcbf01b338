"""Small samples in the official forms, written for these tests; no product of them exists."""

import json

CPSC = [
    {
        "RecallID": 9001,
        "RecallNumber": "26101",
        "RecallDate": "2026-01-08T00:00:00",
        "Description": "This recall involves Brumbel Larkway double strollers, model numbers LW-2200 and LW-2210. The model number is on the frame.",
        "URL": "https://www.cpsc.gov/Recalls/2026/brumbel",
        "Title": "Brumbel Recalls Larkway Double Strollers Due to Fall Hazard",
        "ConsumerContact": "Brumbel at 800-555-0100",
        "LastPublishDate": "2026-01-09T00:00:00",
        "Products": [
            {
                "Name": "Brumbel Larkway Double Strollers",
                "Description": "",
                "Model": "",
                "Type": "Strollers",
                "NumberOfUnits": "About 2,600",
            }
        ],
        "Inconjunctions": [],
        "Images": [{"URL": "https://www.cpsc.gov/s3fs-public/a.jpg"}],
        "Injuries": [{"Name": "None reported"}],
        "Manufacturers": [{"Name": "Brumbel Inc., of Springfield", "CompanyID": "0"}],
        "Retailers": [{"Name": "Toy stores nationwide", "CompanyID": "0"}],
        "Importers": [],
        "Distributors": [],
        "SoldAtLabel": None,
        "ManufacturerCountries": [{"Country": "China"}],
        "ProductUPCs": [{"UPC": "036000291452"}],
        "Hazards": [{"Name": "The stroller can collapse, posing a fall hazard.", "HazardType": "", "HazardTypeID": "0"}],
        "Remedies": [{"Name": "Stop using the strollers."}],
        "RemedyOptions": [{"Option": "Refund"}],
    },
    {"RecallID": 9002, "RecallNumber": "26102", "RecallDate": "soon", "Title": "Broken record", "Products": []},
]

SAFETY_GATE_LIST = """<?xml version="1.0" encoding="UTF-8"?>
<weeklyReports>
 <weeklyReport><reference>Report-2026-02</reference><publicationDate>16/01/2026</publicationDate>
  <URL>https://ec.europa.eu/safety-gate-alerts/api/download/weeklyReport/detail/xml/10000302?language=en&amp;search=WEB_REPORT%7C:%7C10000302</URL></weeklyReport>
 <weeklyReport><reference>Report-2025-40</reference><publicationDate>03/10/2025</publicationDate>
  <URL>https://ec.europa.eu/safety-gate-alerts/api/download/weeklyReport/detail/xml/10000290?language=en</URL></weeklyReport>
 <weeklyReport><reference>Report-2019-01</reference><publicationDate>04/01/2019</publicationDate>
  <URL>https://ec.europa.eu/safety-gate-alerts/api/download/weeklyReport/detail/xml/10000001?language=en</URL></weeklyReport>
</weeklyReports>"""

SAFETY_GATE_REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<Safety-Gate><report_date>16/01/2026</report_date><report_year>2026</report_year><report_week>2</report_week>
<notifications><caseNumber>SR/00042/26</caseNumber><reference>https://ec.europa.eu/safety-gate-alerts/screen/webReport/alertDetail/10042</reference>
 <category>Electrical appliances and equipment</category><product>Fan heater</product><brand>Norvane</brand><name>Ember</name>
 <type_numberOfModel>NV-450, NV-451</type_numberOfModel><batchNumber_barcode>Batch: 2025/07; Barcode: 4006381333931</batchNumber_barcode>
 <description>Black fan heater in a carton box.</description><countryOfOrigin>China</countryOfOrigin>
 <danger>The plug may overheat.</danger><riskType>Fire</riskType><level>Serious risk</level><measures>Recall of the product from end users</measures>
 <notifyingCountry>Germany</notifyingCountry><pictures><picture>https://ec.europa.eu/safety-gate-alerts/public/api/notification/image/1</picture></pictures>
</notifications>
<notifications><caseNumber>SR/00043/26</caseNumber><category>Toys</category><product></product><name>Unknown</name><brand>Unknown</brand></notifications>
</Safety-Gate>"""

HEALTH_CANADA = [
    {"NID": "80101", "Title": "Ovanti brand Moonbell rattles recalled due to choking hazard", "URL": "https://recalls-rappels.canada.ca/en/alert-recall/ovanti",
     "Organization": "Consumer product safety", "Product": "Ovanti Moonbell rattles, UPC 0 36000 29145 2", "Issue": "Product safety - Choking hazard",
     "What you should do": "Stop using the rattles.", "Category": "Toys", "Recall class": "", "Last updated": "2026-01-20", "Archived": "0"},
    {"NID": "80102", "Title": "Hochets Moonbell de marque Ovanti", "URL": "https://recalls-rappels.canada.ca/fr/avis-rappel/ovanti", "Product": "Hochets",
     "Last updated": "2026-01-20"},
    {"NID": "70001", "Title": "Old", "URL": "https://recalls-rappels.canada.ca/en/alert-recall/old", "Product": "Old thing", "Last updated": "2019-01-20"},
]  # fmt: skip

OPSS_SEARCH = {
    "results": [
        {"link": "/product-safety-alerts-reports-recalls/product-recall-norvane-2601-0007", "public_timestamp": "2026-01-15T09:00:00Z"}
    ],
    "total": 1,
    "start": 0,
}
OPSS_ITEM = {
    "base_path": "/product-safety-alerts-reports-recalls/product-recall-norvane-2601-0007",
    "title": "Product Recall: Norvane Ember Fan Heater sold via Amazon (2601-0007)",
    "description": "Product Recall for a fan heater presenting a serious risk of fire.",
    "first_published_at": "2026-01-15T09:00:00Z",
    "public_updated_at": "2026-01-16T09:00:00Z",
    "details": {
        "body": "<p><strong>Product:</strong> Norvane Ember Fan Heater sold via Amazon</p><p>Hazard: The product presents a serious risk of fire.</p>"
        "<p>Corrective action: The listing was removed.</p><table><tbody><tr><th>Brand</th><td>Norvane</td></tr><tr><td>Model</td><td>NV-450; NV450B</td></tr>"
        "<tr><td>Barcode</td><td>4006381333931</td></tr><tr><td>Country of Origin</td><td>China</td></tr></tbody></table>",
        "metadata": {
            "product_alert_type": "product-recall",
            "product_risk_level": "serious",
            "product_category": "electrical-appliances-equipment",
            "product_measure_type": ["removal-of-the-listing-by-the-online-marketplace"],
            "product_recall_alert_date": "2026-01-15",
        },
    },
}

FDA = {
    "meta": {"results": {"skip": 0, "limit": 1000, "total": 1}},
    "results": [
        {
            "recall_number": "F-0101-2026",
            "event_id": "99001",
            "product_type": "Food",
            "product_description": "Palmarosa Medjool Dates, Net Wt. 16 OZ, UPC: 036000291452",
            "code_info": "LOT PP0576D1 BEST BY 02/26/2027",
            "reason_for_recall": "Undeclared milk",
            "classification": "Class II",
            "status": "Ongoing",
            "recalling_firm": "Palmarosa Foods LLC",
            "product_quantity": "50 cases",
            "report_date": "20260114",
            "voluntary_mandated": "Voluntary: Firm initiated",
            "openfda": {},
        }
    ],
}

ACCC = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Recalls</title><item><title>Tessaly Pty Ltd — Tessaly Bunk Bed BB-77</title>
<link>https://www.productsafety.gov.au/recalls/tessaly-bunk-bed</link><guid isPermaLink="false">20101</guid><pubDate>Thu, 22 Jan 2026 10:00:00 +1100</pubDate>
<category>Furniture</category><description>&lt;div class="field field--name-field-psa-recall-published-date"&gt;&lt;div class="field__item"&gt;&lt;time datetime="2026-01-22T00:00:00Z"&gt;22 January 2026&lt;/time&gt;&lt;/div&gt;&lt;/div&gt;
&lt;div class="field field--name-field-psa-recall-hazards"&gt;&lt;h3 class="field__label"&gt;What are the hazards?&lt;/h3&gt;&lt;div class="field__item"&gt;&lt;p&gt;A child may be trapped.&lt;/p&gt;&lt;/div&gt;&lt;/div&gt;
&lt;div class="field field--name-field-psa-recall-product-information"&gt;&lt;h3 class="field__label"&gt;Product information&lt;/h3&gt;&lt;div class="field__item"&gt;Bunk bed, model number BB-77, barcode 4006381333931&lt;/div&gt;&lt;/div&gt;</description></item></channel></rss>"""

OECD = {
    "total": 2,
    "start": 1,
    "results": [
        {"countryId": "KR", "countryName": "Korea", "id": "2026-77", "date": "2026-01-10", "product.name": "Sorimel night light", "languageId": "EN",
         "extUrl": "https://www.safetykorea.kr/77", "uri": "http://oecd/77", "tags": [{"name": "x#P1", "value": "lamp"}], "manufacturer.country": [{"id": "CN", "name": "China"}]},
        {"countryId": "FR", "id": "x", "date": "1900-01-01", "product.name": "No date", "languageId": "EN"},
    ],
}  # fmt: skip


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()
