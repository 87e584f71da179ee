

import consistori.kernel.identifiers
import consistori.tenancy.scope
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0009_newest_documents'),
        ('eoffice', '0003_identity'),
        ('parties', '0002_uniting_and_importing'),
        ('registry', '0002_days'),
        ('tenancy', '0002_tells_programs'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisteredPower',
            fields=[
                ('id', models.UUIDField(default=consistori.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('reference', models.CharField(max_length=20)),
                ('grantor_name', models.CharField(max_length=420)),
                ('grantor_identifier', models.CharField(max_length=40)),
                ('proxy_name', models.CharField(max_length=420)),
                ('proxy_identifier', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('b', 'Anything with this town hall'), ('c', 'Only some procedures'), ('a', 'Anything with any administration')], max_length=1)),
                ('body', models.CharField(blank=True, max_length=20)),
                ('procedures', models.JSONField(default=list)),
                ('filed_on', models.DateField()),
                ('registered_at', models.DateTimeField()),
                ('registered_on', models.DateField()),
                ('until', models.DateField(null=True)),
                ('origin', models.CharField(choices=[('office', 'Given in the electronic office'), ('counter', 'Given at the counter, before who registers it'), ('deed', 'Before a notary, or of the commercial registry')], max_length=8)),
                ('deed', models.CharField(blank=True, max_length=200)),
                ('by_id', models.UUIDField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=160)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('entity', models.ForeignKey(default=consistori.tenancy.scope.current_writer_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.entity')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='power', to='registry.registryentry')),
                ('grantor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('proxy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'verbose_name': 'power',
                'verbose_name_plural': 'powers',
                'ordering': ['-registered_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PowerChange',
            fields=[
                ('id', models.UUIDField(default=consistori.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('revocation', 'Revoked'), ('renunciation', 'Renounced'), ('extension', 'Extended')], max_length=12)),
                ('filed_on', models.DateField()),
                ('registered_at', models.DateTimeField()),
                ('registered_on', models.DateField()),
                ('until', models.DateField(null=True)),
                ('by_id', models.UUIDField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=160)),
                ('entity', models.ForeignKey(default=consistori.tenancy.scope.current_writer_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.entity')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.registryentry')),
                ('power', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='eoffice.registeredpower')),
            ],
            options={
                'ordering': ['registered_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.UUIDField(default=consistori.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('basis', models.CharField(choices=[('power', 'A power of our register'), ('representa', 'A power of the register of Catalonia (Representa)'), ('certificate', 'A certificate of representative'), ('declared', 'Not proved yet'), ('cured', 'Proved afterwards')], max_length=12)),
                ('outside', models.CharField(blank=True, max_length=80)),
                ('representative', models.CharField(max_length=420)),
                ('representative_identifier', models.CharField(max_length=40)),
                ('represented', models.CharField(max_length=420)),
                ('represented_identifier', models.CharField(max_length=40)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('article', models.CharField(blank=True, max_length=80)),
                ('at', models.DateTimeField()),
                ('by_id', models.UUIDField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=160)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('entity', models.ForeignKey(default=consistori.tenancy.scope.current_writer_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.entity')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='registry.registryentry')),
                ('power', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='eoffice.registeredpower')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='registeredpower',
            index=models.Index(fields=['entity', 'grantor'], name='powers_by_grantor'),
        ),
        migrations.AddIndex(
            model_name='registeredpower',
            index=models.Index(fields=['entity', 'proxy'], name='powers_by_proxy'),
        ),
        migrations.AddIndex(
            model_name='registeredpower',
            index=models.Index(fields=['entity', 'reference'], name='powers_by_reference'),
        ),
        migrations.AddConstraint(
            model_name='registeredpower',
            constraint=models.UniqueConstraint(fields=('entity', 'year', 'number'), name='one_power_a_number'),
        ),
        migrations.AddConstraint(
            model_name='registeredpower',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['a', 'b', 'c'])), name='power_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='registeredpower',
            constraint=models.CheckConstraint(condition=models.Q(('grantor_identifier', models.F('proxy_identifier')), _negated=True), name='power_to_another'),
        ),
        migrations.AddIndex(
            model_name='powerchange',
            index=models.Index(fields=['entity', 'power'], name='changes_of_a_power'),
        ),
        migrations.AddIndex(
            model_name='representation',
            index=models.Index(fields=['entity', 'entry'], name='representations_of_an_entry'),
        ),
    ]
