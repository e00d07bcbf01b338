"""A content of a few rules, so that tests of the command line do not change with the law."""

from pathlib import Path

FILES = {
    "content.yaml": "version: 2026.11.23\nformat: 1\n",
    "concepts/drug.yaml": """
- id: drug.mdma
  title: {en: MDMA, zh: 摇头丸}
  terms: {en: {strong: [mdma, ecstasy pills]}, zh: {strong: [摇头丸]}}
""",
    "concepts/toy.yaml": """
- id: toy.magnet_set
  title: {en: Magnet sets, zh: 磁力套装}
  terms: {en: {strong: [magnetic balls]}, zh: {strong: [磁力球]}}
""",
    "policies/gb/pack.yaml": "id: gb\nkind: law\ntitle: {en: Great Britain, zh: 英国}\nauthority: Home Office\nlanguages: [en]\n",
    "policies/gb/sources/acts.yaml": """
- id: gb-mda-1971
  title: {en: Misuse of Drugs Act 1971, zh: 1971年滥用药物法}
  citation: Misuse of Drugs Act 1971
  kind: law
  in_force: {from: 1971-05-27}
""",
    "policies/gb/rules/drugs.yaml": """
- id: controlled-drug
  title: {en: Controlled drugs may not be offered, zh: 禁止出售管制毒品}
  when: {any: [drug.mdma]}
  demand: prohibited
  fix: {en: Take the listing down., zh: 下架该商品。}
  basis: [{source: gb-mda-1971}]
  in_force: {from: 1973-07-01}
  harm: {severity: 4}
  verified: {by: secondary, checked: 2026-11-23}
- id: magnet-report
  title: {en: Magnet sets need a test report, zh: 磁力玩具须有检测报告}
  when: {any: [toy.magnet_set]}
  demand: certificate
  needs: [gb.test_report]
  fix: {en: Upload the test report., zh: 上传检测报告。}
  basis: [{source: gb-mda-1971}]
  in_force: {from: 2015-01-01}
  harm: {severity: 3}
  verified: {by: secondary, checked: 2026-11-23}
""",
    "policies/us/pack.yaml": "id: us\nkind: law\ntitle: {en: United States, zh: 美国}\nauthority: DEA\nlanguages: [en]\n",
    "policies/us/sources/acts.yaml": """
- id: us-csa
  title: {en: Controlled Substances Act, zh: 管制物质法}
  citation: 21 U.S.C. chapter 13
  kind: law
  in_force: {from: 1971-05-01}
""",
    "policies/us/rules/drugs.yaml": """
- id: controlled-substance
  title: {en: Controlled substances may not be offered, zh: 禁止出售管制物质}
  when: {any: [drug.mdma]}
  demand: prohibited
  fix: {en: Take the listing down., zh: 下架该商品。}
  basis: [{source: us-csa}]
  in_force: {from: 1971-05-01}
  harm: {severity: 4}
  verified: {by: secondary, checked: 2026-11-23}
""",
    "markets/GB.yaml": "code: GB\ntitle: {en: Great Britain, zh: 英国}\njurisdictions: [gb]\nlanguages: [en]\ncurrency: GBP\n",
    "markets/US.yaml": "code: US\ntitle: {en: United States, zh: 美国}\njurisdictions: [us]\nlanguages: [en]\ncurrency: USD\n",
    "channels/aliexpress.yaml": "id: aliexpress\ntitle: {en: AliExpress, zh: 速卖通}\npacks: []\nsale_kind: b2c\n",
    "documents/gb.yaml": "- id: gb.test_report\n  title: {en: Test report, zh: 检测报告}\n  kind: report\n",
    "strategies/default.yaml": """
id: default
title: {en: Default strategy, zh: 默认策略}
thresholds: [{act: 0.8, review: 0.5}]
fallback:
  degraded: {'*': hold}
  undetermined: {'*': allow_with_conditions}
""",
}


def write_content(folder: Path) -> Path:
    """The content as a folder of files."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), "utf-8")
    return folder
