using CsCheck;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Storage.Columns;
using LtoAutoscope.Storage.Decisions;

namespace LtoAutoscope.Pipeline.Tests.Particles;

/// <summary>Every answer from the columns is what plain loops over the table's particles give.</summary>
public sealed class ParticleQueryTests : IDisposable
{
    private static readonly (string Key, Func<Particle, double> Value)[] Measures =
        [("diameter_nm", p => p.DiameterNm), ("aspect_ratio", p => p.AspectRatio), ("circularity", p => p.Circularity), ("fractal_dimension", p => p.FractalDimension), ("confidence", p => p.Confidence)];

    private readonly string _folder = Directory.CreateTempSubdirectory("lto-columns-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_AnyFilterAndOrder_IsWhatPlainLoopsGive() => await (
        from seed in Gen.Int[0, 100_000]
        from measure in Gen.Int[0, Measures.Length - 1]
        from filtered in Gen.Int[0, Measures.Length - 1]
        from cut in Gen.Double[0, 1]
        from any in Gen.Int[0, 7]
        from none in Gen.Int[0, 7]
        from falling in Gen.Bool
        from decided in Gen.Int[0, 2]
        select (seed, measure, filtered, cut, any, none, falling, decided)).SampleAsync(async asked =>
    {
        List<Particle> particles = [.. Powder.Frames(asked.seed, 3, 25).SelectMany(frame => frame)];
        ParticleColumns columns = await ColumnsAsync(particles, $"{asked.seed}");
        (string key, Func<Particle, double> value) = Measures[asked.measure];
        (string limitedKey, Func<Particle, double> limited) = Measures[asked.filtered];
        double[] known = [.. particles.Select(limited).Where(double.IsFinite).Order()];
        double low = known[(int)(asked.cut * 0.5 * known.Length)], high = known[(int)((0.5 + 0.49 * asked.cut) * known.Length)];
        ParticleDecisions decisions = new([.. particles.Take(10).Select((p, i) => new ParticleDecision(i + 1, DateTimeOffset.UnixEpoch, p.ParticleId, i % 2 == 0 ? DecisionVerdict.Rejected : DecisionVerdict.Accepted, "", "anna"))]);
        DecisionVerdict[] verdicts = asked.decided switch { 0 => [], 1 => [DecisionVerdict.Rejected], _ => [DecisionVerdict.Withdrawn, DecisionVerdict.Accepted] };
        var filter = new ParticleFilter
        {
            Ranges = [new QuantityRange(ParticleQuantity.Find(limitedKey)!, low, high)], Flags = (ParticleFlags)asked.any, Without = (ParticleFlags)(asked.none & ~asked.any), Decided = verdicts,
        };

        List<Particle> wanted = [.. particles.Where(p => limited(p) >= low && limited(p) <= high
            && (filter.Flags == 0 || (FlagsOf(p) & filter.Flags) != 0) && (FlagsOf(p) & filter.Without) == 0
            && (verdicts.Length == 0 || verdicts.Contains(decisions.Of(p.ParticleId)?.Verdict ?? DecisionVerdict.Withdrawn)))];
        List<Particle> ordered = asked.falling
            ? [.. wanted.Where(p => double.IsFinite(value(p))).OrderBy(value).Reverse(), .. wanted.Where(p => !double.IsFinite(value(p)))]
            : [.. wanted.Where(p => double.IsFinite(value(p))).OrderBy(value), .. wanted.Where(p => !double.IsFinite(value(p)))];

        ParticleSelection selection = ParticleQuery.Select(columns, filter, decisions);
        Assert.Equal(wanted.Count, selection.Count);
        int[] page = ParticleQuery.Page(columns, selection, key, asked.falling, 5, 12);
        Assert.Equal(ordered.Skip(5).Take(12).Select(p => p.ParticleId), page.Select(columns.Id));
        Assert.Equal(wanted.Skip(3).Take(7).Select(p => p.ParticleId), ParticleQuery.Page(columns, selection, null, false, 3, 7).Select(columns.Id));
        for (int i = 0; i < page.Length; i++) Assert.Equal(5 + i, ParticleQuery.PlaceOf(columns, selection, key, asked.falling, page[i]));
        Assert.Equal(
            wanted.Where(p => p.Counts && decisions.Of(p.ParticleId)?.Verdict != DecisionVerdict.Rejected).Select(value).Where(double.IsFinite).Order(),
            ParticleQuery.Sorted(columns, ParticleQuery.Counted(columns, selection, decisions), key).Values);
    }, iter: 60);

    [Fact]
    public async Task Find_EveryParticle_IsAtItsRowWithItsNumbers()
    {
        List<Particle> particles = [.. Powder.Frames(4, 4, 30).SelectMany(frame => frame)];
        ParticleColumns columns = await ColumnsAsync(particles, "find");
        for (int i = 0; i < particles.Count; i++)
        {
            Assert.Equal(i, columns.Find(particles[i].ParticleId));
            Assert.Equal(particles[i].Frame, columns.Frame(i));
            foreach ((string key, Func<Particle, double> value) in Measures) Assert.Equal(value(particles[i]), columns.Numbers(key)[i]);
        }

        Assert.Equal(-1, columns.Find("a01-f0001-9999"));
        Assert.Equal(-1, columns.Find(""));
    }

    [Fact]
    public async Task ReadAsync_QuotedNamesAndOlderColumns_AreRead()
    {
        string path = Path.Combine(_folder, "old.csv");
        await File.WriteAllTextAsync(path, "particle_id,frame,diameter_nm,touches_border,weight\r\n\"odd, name-0001\",\"odd, \"\"name\"\"\",12.5,false,1\r\nplain-0002,plain,1e1,true,0", Token);
        (ParticleColumnsBuilder builder, ColumnSource source) = await ParticleCsv.ReadAsync(path, Token);
        ParticleColumns columns = ParticleColumnsFile.InMemory(builder, source);
        Assert.Equal(("odd, name-0001", "odd, \"name\"", 12.5), (columns.Id(0), columns.Frame(0), columns.Numbers("diameter_nm")[0]));
        Assert.Equal(10, columns.Numbers("diameter_nm")[1]);
        Assert.True(double.IsNaN(columns.Numbers("circularity")[0]));
        Assert.Equal((byte)ParticleFlags.Edge, columns.Flags[1]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ParticleFlags FlagsOf(Particle p)
        => (p.TouchesBorder ? ParticleFlags.Edge : 0) | (p.Class == ParticleClass.Overlapped ? ParticleFlags.Overlap : 0) | (p.Confidence < ParticleColumns.DoubtfulBelow ? ParticleFlags.Doubtful : 0) | (p.Counts ? ParticleFlags.Counts : 0);

    private async Task<ParticleColumns> ColumnsAsync(List<Particle> particles, string name)
    {
        string path = Path.Combine(_folder, $"{name}-{Guid.NewGuid():N}.csv");
        await ParticleTableWriter.WriteAsync(path, particles, Token);
        (ParticleColumnsBuilder builder, ColumnSource source) = await ParticleCsv.ReadAsync(path, Token);
        return ParticleColumnsFile.InMemory(builder, source);
    }
}
