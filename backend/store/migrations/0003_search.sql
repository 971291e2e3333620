-- Search by a single Han character, and among open cases in the order of their deadlines.
-- After this step the program fills the search tables anew (rebuildSearch).

-- Rows of after_sale_open_fts are those of the open cases, in the order of the list: by deadline.
ALTER TABLE after_sale ADD COLUMN due_n INTEGER NOT NULL DEFAULT 0; -- number in after_sale_open_fts, 0 = closed
CREATE UNIQUE INDEX after_sale_due_n ON after_sale (due_n) WHERE due_n > 0;

DROP TABLE order_fts;
DROP TABLE after_sale_fts;
DROP TABLE review_fts;
CREATE VIRTUAL TABLE order_fts USING fts5 (body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE after_sale_fts USING fts5 (body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE after_sale_open_fts USING fts5 (body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE review_fts USING fts5 (body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
