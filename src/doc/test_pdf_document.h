/* test_pdf_document.h -- documents that the tests of paper write. */
#pragma once
#include "base/str.h"
#include "doc/pdf.h"

#define TR(l, t) ((struct tr){ S(t), LANGUAGE_##l })

static const struct pdf_about test_about = {
	.lang = LANGUAGE_JA,
	.title = S_INIT("第10回総会議事録"),
	.author = S_INIT("北東アジア地域自治体連合"),
	.at = { INT64_C(1413936000000000) },
	.header = { S_INIT("第10回総会議事録"), LANGUAGE_JA },
	.site = S_INIT("https://near.example"),
};

/* Forty rows, so that the head comes again on the next page. */
static void test_table(struct pdf *p)
{
	static const struct pdf_column columns[] = {
		{ { S_INIT("自治体"), LANGUAGE_JA }, 4, false },
		{ { S_INIT("投票"), LANGUAGE_JA }, 2, false },
		{ { S_INIT("重み"), LANGUAGE_JA }, 1, true },
	};
	static const struct pdf_cell row[] = {
		{ .text = { S_INIT("イルクーツク州"), LANGUAGE_JA },
		  .beneath = { S_INIT("Иркутская область"), LANGUAGE_RU } },
		{ .text = { S_INIT("賛成"), LANGUAGE_JA } },
		{ .text = { S_INIT("1"), LANGUAGE_JA } },
	};

	pdf_table_begin(p, columns, COUNT_OF(columns));
	for (int i = 0; i < 40; i++)
		pdf_table_row(p, row);
	pdf_table_end(p);
}

/* Every way of writing once, in six languages. */
static void test_everything(struct pdf *p)
{
	static const struct tr six[] = {
		{ S_INIT("东北亚地区地方政府联合会大会由全体会员组成，骨直"), LANGUAGE_ZH },
		{ S_INIT("総会は全会員をもって構成する。骨直"), LANGUAGE_JA },
		{ S_INIT("총회는 모든 회원으로 구성한다. 骨直"), LANGUAGE_KO },
		{ S_INIT("Бүгд хурал нь бүх гишүүнээс бүрдэнэ. Өвөрхангай"), LANGUAGE_MN },
		{ S_INIT("Генеральная ассамблея состоит из всех членов."), LANGUAGE_RU },
		{ S_INIT("The General Assembly consists of all members."), LANGUAGE_EN },
	};
	static const struct pdf_pair pairs[] = {
		{ { S_INIT("期日"), LANGUAGE_JA },
		  { S_INIT("2014年10月22日 - 23日"), LANGUAGE_JA } },
		{ { S_INIT("場所"), LANGUAGE_JA }, { S_INIT("霊岩"), LANGUAGE_JA } },
		{ { S_INIT("空"), LANGUAGE_JA }, { .lang = LANGUAGE_JA } },
	};
	static const struct pdf_span spans[] = {
		{ .text = { S_INIT("この決定は"), LANGUAGE_JA } },
		{ .text = { S_INIT("Правительство Иркутской области"), LANGUAGE_RU },
		  .link = S_INIT("/ja/members/irkutsk") },
		{ .text = { S_INIT("の申出により、"), LANGUAGE_JA } },
		{ .text = { S_INIT("全会一致"), LANGUAGE_JA }, .face = PDF_STRONG },
		{ .text = { S_INIT("で採択された。"), LANGUAGE_JA } },
		{ .text = { S_INIT("名簿"), LANGUAGE_JA }, .link = S_INIT("#roll") },
		{ .text = { S_INIT("無"), LANGUAGE_JA }, .link = S_INIT("#nowhere") },
	};
	static const struct pdf_part parts[] = {
		{ { S_INIT("賛成 51"), LANGUAGE_JA }, 51, PDF_YES },
		{ { S_INIT("反対 7"), LANGUAGE_JA }, 7, PDF_NO },
		{ { S_INIT("棄権 4"), LANGUAGE_JA }, 4, PDF_ABSTAIN },
		{ { S_INIT("未投票 9"), LANGUAGE_JA }, 9, PDF_NOT },
	};
	const struct pdf_bar bar = { parts, COUNT_OF(parts), 42, TR(JA, "可決に必要な票 42"),
		                     TR(JA, "賛成51、反対7、棄権4、未投票9") };

	pdf_title(p, TR(JA, "第10回総会議事録"));
	pdf_subtitle(p, TR(JA, "2014年10月22日から23日まで"));
	pdf_pairs(p, pairs, COUNT_OF(pairs));
	for (size_t i = 0; i < COUNT_OF(six); i++) {
		pdf_heading(p, 1 + (int)(i % 2), six[i]);
		pdf_para(p, six[i]);
	}
	pdf_spans(p, spans, COUNT_OF(spans));
	pdf_list(p, true, six, COUNT_OF(six));
	pdf_markdown(p,
	             TR(EN, "# Declared\n\nThe *chair* thanked **all**, see "
	                    "[the rules](https://near.example/rules).\n\n"
	                    "- one\n- two\n  1. inner\n  2. last\n\n> quoted\n"),
	             2);
	pdf_bar(p, &bar);
	pdf_anchor(p, S("roll"));
	test_table(p);
	pdf_note(p, TR(JA, "この文書は記録から作成された。"));
	pdf_code(p, S("https://near.example/ja/decisions/GA-2014-03"), TR(JA, "この決定の番地"),
	         30);
}

static void test_cards(struct pdf *p)
{
	const struct pdf_card card = {
		.lines = { { TR(MN, "Бат-Эрдэнийн Отгонбаяр"), 20, PDF_STRONG },
		           { TR(EN, "Otgonbayar Bat-Erdene"), 12, 0 },
		           { TR(JA, "セレンゲ県"), 14, 0 },
		           { TR(KO, "대표단장"), 11, PDF_MUTED } },
		.n = 4,
		.code = S("https://near.example/d/0123456789abcdef0123456789abcdef"),
		.code_alt = TR(EN, "Code for the door"),
	};
	struct pdf_card cards[9];

	for (size_t i = 0; i < COUNT_OF(cards); i++)
		cards[i] = card;
	cards[1].lines[0].text = TR(EN, "A name that is very much longer than any badge is wide");
	cards[1].code = (struct str){ NULL, 0 };
	pdf_cards(p, PDF_BADGES, cards, COUNT_OF(cards));
	cards[0].lines[0].points = 60;
	cards[0].lines[2].points = 40;
	pdf_cards(p, PDF_NAME_CARDS, cards, 1);
}
