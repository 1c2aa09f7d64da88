"""The ledger of seals, and the functions by which the database writes it (``governance.seals`` says what they write).

Nobody but the owner may call them, or give them to a table of their own. What they look for, they look for where it is,
whatever the session says (search_path, TimeZone).
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from governance.covering import Cover

# Its search_path is that of whoever calls it, below: to set it again at each level would cost more than all the rest.
CANONICAL = """
CREATE FUNCTION public.governance_canonical(given jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
    words text := given #>> '{}';
BEGIN
    CASE jsonb_typeof(given)
        WHEN 'string' THEN
            RETURN 't' || octet_length(convert_to(words, 'UTF8')) || ':' || words;
        WHEN 'number' THEN
            IF strpos(words, '.') = 0 THEN
                RETURN 'i' || words || ';';
            END IF;
            RETURN 'd' || length(words) || ':' || words;
        WHEN 'boolean' THEN
            RETURN CASE WHEN given::boolean THEN 'b1;' ELSE 'b0;' END;
        WHEN 'null' THEN
            RETURN 'n;';
        WHEN 'array' THEN
            IF jsonb_array_length(given) = 0 THEN
                RETURN 'l0:';
            END IF;
            RETURN 'l' || jsonb_array_length(given) || ':' || (
                SELECT coalesce(string_agg(public.governance_canonical(items.item), '' ORDER BY items.place), '')
                FROM jsonb_array_elements(given) WITH ORDINALITY AS items(item, place)
            );
        WHEN 'object' THEN
            RETURN (
                SELECT 'm' || count(*) || ':' || coalesce(string_agg(
                    public.governance_canonical(to_jsonb(pairs.name)) || public.governance_canonical(pairs.held),
                    '' ORDER BY convert_to(pairs.name, 'UTF8')
                ), '')
                FROM jsonb_each(given) AS pairs(name, held)
            );
    END CASE;
END
$function$
"""

# The pulse first, as every felt row takes it at the commit (``governance.pulse``): whoever comes second waits there, and
# then reads the last seal of whoever came first. The last seal is looked for, not kept in a row of its own: a row
# that is rewritten again and again costs one transaction the square of what it writes.
ADD = """
CREATE FUNCTION public.governance_add_seal(in_table text, in_form smallint, sealed jsonb, key text, columns text)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
    before record;
    next_number bigint := 1;
    before_hash text := '';
    hash bytea;
BEGIN
    IF NOT EXISTS (SELECT FROM public.governance_pulse WHERE id = 1 AND writer = txid_current()) THEN
        INSERT INTO public.governance_pulse (id, beat, writer) VALUES (1, 1, txid_current())
        ON CONFLICT (id) DO UPDATE SET beat = governance_pulse.beat + 1, writer = txid_current();
    END IF;
    SELECT number, chain_hash INTO before FROM public.governance_seal ORDER BY number DESC LIMIT 1;
    IF FOUND THEN
        next_number := before.number + 1;
        before_hash := encode(before.chain_hash, 'hex');
    END IF;
    -- The same as the form of the map; what most columns hold is written here, without a call.
    SELECT sha256(convert_to('m' || count(*) || ':' || string_agg(
        't' || octet_length(name) || ':' || name || CASE jsonb_typeof(sealed -> name)
            WHEN 'string' THEN
                't' || octet_length(convert_to(sealed ->> name, 'UTF8')) || ':' || (sealed ->> name)
            WHEN 'null' THEN 'n;'
            ELSE public.governance_canonical(sealed -> name)
        END, '' ORDER BY name COLLATE "C"
    ), 'UTF8')) INTO STRICT hash FROM unnest(string_to_array(columns, ' ')) AS name;
    INSERT INTO public.governance_seal (number, form, table_name, row_id, row_hash, chain_hash)
    VALUES (next_number, in_form, in_table, sealed ->> key, hash, sha256(convert_to(concat(
        'l7:t28:cooperation-charter-ledger/1i', next_number, ';t', octet_length(in_table), ':', in_table,
        'i', in_form, ';t', octet_length(sealed ->> key), ':', sealed ->> key, 't64:', encode(hash, 'hex'),
        't', octet_length(before_hash), ':', before_hash
    ), 'UTF8')));
END
$function$
"""

ROW = """
CREATE FUNCTION public.governance_seal_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' AS $function$
BEGIN
    PERFORM public.governance_add_seal(TG_TABLE_NAME, TG_ARGV[0]::smallint, to_jsonb(NEW), TG_ARGV[1], TG_ARGV[2]);
    RETURN NULL;
END
$function$
"""

# Once, when a table begins to be covered; a table that was covered before keeps its seals.
EXISTING = """
CREATE FUNCTION public.governance_seal_existing(in_table text, key text, columns text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' AS $function$
DECLARE
    found jsonb;
BEGIN
    FOR found IN EXECUTE format(
        'SELECT to_jsonb(held) FROM public.%1$I AS held WHERE NOT EXISTS (SELECT FROM public.governance_seal AS seal'
        ' WHERE seal.table_name = %2$L AND seal.row_id = held.%3$I::text) ORDER BY held.%3$I', in_table, in_table, key
    ) LOOP
        PERFORM public.governance_add_seal(in_table, 1::smallint, found, key, columns);
    END LOOP;
END
$function$
"""

FUNCTIONS = {
    "governance_canonical(jsonb)": CANONICAL,
    "governance_add_seal(text, smallint, jsonb, text, text)": ADD,
    "governance_seal_row()": ROW,
    "governance_seal_existing(text, text, text)": EXISTING,
}


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0002_pulse'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('form', models.SmallIntegerField()),
                ('table_name', models.CharField(max_length=63)),
                ('row_id', models.CharField(max_length=36)),
                ('row_hash', models.BinaryField(max_length=32)),
                ('chain_hash', models.BinaryField(max_length=32)),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(condition=models.Q(('table_name__contains', 'historical'), _negated=True), fields=['table_name', 'row_id'], name='seal_of_a_row')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5f14738618ab08075c290cd9d0d4ffcaa91fedd8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_06335', table='governance_seal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seal',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'This row is sealed: it was inserted once and cannot be changed.';", hash='f8b90a4ba9249f7f8b8b9500ea904698236c006f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_749f0', table='governance_seal', when='BEFORE')),
        ),
        migrations.RunSQL(
            [
                *FUNCTIONS.values(),
                *(f"REVOKE ALL ON FUNCTION public.{name} FROM PUBLIC" for name in FUNCTIONS),
            ],
            [f"DROP FUNCTION public.{name}" for name in reversed(FUNCTIONS)],
        ),
        Cover(
            "governance_decision",
            "id",
            "id code correction correction_reason committee_id date type subject text reason owner_function review_on "
            "visibility recorded_at recorded_by",
        ),
    ]
