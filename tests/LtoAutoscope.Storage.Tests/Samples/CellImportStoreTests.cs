using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Backup;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Samples;
using LtoAutoscope.Storage.Verification;

namespace LtoAutoscope.Storage.Tests.Samples;

public sealed class CellImportStoreTests : IAsyncLifetime
{
    private static readonly byte[] Source = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];
    private static readonly CellHalfCycle[] Curves = [new(1, 1, true, 0.2, [0, 1, 170], [2.5, 1.55, 1.0]), new(2, 1, false, 0.2, [0, 1, 160], [1.0, 1.58, 2.5])];
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task AddAsync_File_IsKeptByteForByteWithItsHash()
    {
        CellTest made = await AddAsync("a.mpr");
        CellTest found = Assert.Single(await new CellTestStore(_data).ListAsync("s", Token));
        CellImportDetails details = Assert.Single(await new CellImportStore(_data).ReadDetailsAsync("c", Token));

        Assert.Equal((1, "a.mpr", Convert.ToHexStringLower(SHA256.HashData(Source))), (found.Version, found.SourceName, found.SourceSha256));
        Assert.Equal(made.SourceSha256, details.SourceSha256);
        Assert.Equal(Source.Length, details.SourceBytes);
        var (file, _) = (await new CellImportStore(_data).OpenSourceAsync("c", 1, Token))!.Value;
        await using (file)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, Token);
            Assert.Equal(Source, bytes.ToArray());
        }

        Assert.Equal(Curves.Select(half => half.ChargeMAhG), (await new CellImportStore(_data).ReadCurvesAsync(found, Token)).Select(half => half.ChargeMAhG));
    }

    [Fact]
    public async Task AddAsync_Again_MakesAVersionAndKeepsTheFirstAndTheExclusion()
    {
        await AddAsync("a.csv");
        await new CellTestStore(_data).ExcludeAsync("c", "leaks", "eve", DateTimeOffset.UnixEpoch, Token);
        CellTest second = await AddAsync("b.csv", 0.95);

        Assert.Equal((2, "b.csv", 0.95, "leaks", "eve"), (second.Version, second.SourceName, second.Ce1, second.Exclusion, second.ExcludedBy));
        Assert.Equal(["b.csv", "a.csv"], (await new CellImportStore(_data).ReadDetailsAsync("c", Token)).Select(details => details.SourceName));
        Assert.NotNull(await new CellImportStore(_data).OpenSourceAsync("c", 1, Token));
    }

    [Theory]
    [InlineData("a.partial", "source.dat")]
    [InlineData("a.json", "source.dat")]
    [InlineData("../../x.m?r", "source.dat")]
    [InlineData("A.MPT", "source.mpt")]
    public async Task AddAsync_AnyName_IsKeptUnderAPlainOne(string name, string kept)
    {
        await AddAsync(name);

        Assert.Equal(kept, (await new CellImportStore(_data).ReadDetailsAsync("c", Token))[0].KeptAs);
        Assert.True(File.Exists(Path.Combine(_data.Cells, "c", "v1", kept)));
    }

    [Fact]
    public async Task AddAsync_CellOfAnotherSample_IsRefusedAndChangesNothing()
    {
        await AddAsync("a.csv");
        var error = await Assert.ThrowsAsync<InputException>(() => AddAsync("b.csv", sample: "other"));

        Assert.Contains("of sample 's' already", error.What, StringComparison.Ordinal);
        Assert.Equal("a.csv", (await new CellTestStore(_data).FindAsync("c", Token))!.SourceName);
    }

    [Fact]
    public async Task SaveAsync_FiguresByHandOverAnImport_AreRefused()
    {
        await AddAsync("a.csv");

        Assert.Contains("was imported", (await Assert.ThrowsAsync<InputException>(() => new CellTestStore(_data).SaveAsync(new CellTest("s", "c", 0.9, 0.2, DateTimeOffset.UnixEpoch), Token))).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExcludeAsync_AndBack_KeepsTheCell()
    {
        await AddAsync("a.csv");
        var store = new CellTestStore(_data);
        CellTest left = await store.ExcludeAsync("c", " wrong mass ", "eve", DateTimeOffset.UnixEpoch, Token);
        CellTest back = await store.ExcludeAsync("c", "", "eve", DateTimeOffset.UnixEpoch, Token);

        Assert.Equal(("wrong mass", "eve", false), (left.Exclusion, left.ExcludedBy, left.Counts));
        Assert.True(back.Counts && back.ExcludedBy.Length == 0 && back.ExcludedAt is null && back.Cycles.Count == 1);
        await Assert.ThrowsAsync<InputException>(() => store.ExcludeAsync("../c", "x", "eve", DateTimeOffset.UnixEpoch, Token));
    }

    [Fact]
    public async Task VerifyAsync_ChangedOrMissingFile_IsFound_AnUnfinishedImportIsHarmless()
    {
        await AddAsync("a.csv");
        Directory.CreateDirectory(Path.Combine(_data.Cells, "c", "v2"));
        DataVerifyReport sound = await DataVerifier.VerifyAsync(_data, null, Token);
        await File.AppendAllTextAsync(Path.Combine(_data.Cells, "c", "v1", "source.csv"), "x", Token);
        File.Delete(Path.Combine(_data.Cells, "c", "v1", CellImportStore.CurvesName));
        DataVerifyReport broken = await DataVerifier.VerifyAsync(_data, null, Token);

        Assert.True(sound.IsSound);
        Assert.Contains(sound.Problems, problem => problem.IsHarmless && problem.What.Contains("not finished", StringComparison.Ordinal));
        Assert.Equal(2, broken.Problems.Count(problem => !problem.IsHarmless));
    }

    [Fact]
    public async Task VerifyAsync_ChangedPattern_IsFound()
    {
        await new XrdPatternStore(_data).AddAsync(new Sample { Name = "s", Stub = "A" }, "p.xy", "10 1\n"u8.ToArray(), 0.154056, "eve", DateTimeOffset.UnixEpoch, Token);
        DataVerifyReport sound = await DataVerifier.VerifyAsync(_data, null, Token);
        string pattern = Path.Combine(_data.Samples, "s", "xrd", "1.xy");
        await File.AppendAllTextAsync(pattern, "11 2\n", Token);

        Assert.True(sound.IsSound);
        Assert.Equal(pattern, Assert.Single((await DataVerifier.VerifyAsync(_data, null, Token)).Problems).Where);
    }

    [Fact]
    public async Task ExcludeAsync_BesideImports_NeitherUndoesTheOther()
    {
        await AddAsync("a.csv");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => i % 2 == 0
            ? Task.Run(() => AddAsync("b.csv"), Token)
            : Task.Run(() => new CellTestStore(_data).ExcludeAsync("c", "leaks", "eve", DateTimeOffset.UnixEpoch, Token), Token)));
        CellTest last = (await new CellTestStore(_data).FindAsync("c", Token))!;

        Assert.Equal((6, "leaks"), (last.Version, last.Exclusion));
    }

    [Fact]
    public async Task OfData_Backup_HoldsFileAndDetails()
    {
        await AddAsync("a.csv");

        string[] entries = [.. BackupContent.OfData(_data.Root).Select(pair => pair.Entry)];
        Assert.Contains("data/cells/c.json", entries);
        Assert.Contains("data/cells/c/v1/source.csv", entries);
        Assert.Contains("data/cells/c/v1/details.json", entries);
    }

    private async Task<CellTest> AddAsync(string name, double ce1 = 0.94, string sample = "s")
    {
        using var file = new MemoryStream(Source);
        return await new CellImportStore(_data).AddAsync(
            new CellTest(sample, "c", ce1, 0.2, DateTimeOffset.UnixEpoch) { Cycles = [new CycleCapacity(1, 0.2, 170, 160)] },
            new CellImportDetails { SampleName = sample, CellName = "c", SourceName = name, ImportedBy = "eve", ImportedAt = DateTimeOffset.UnixEpoch, Format = "test", MassMg = 10, TheoreticalMAhG = 175, Material = "lto", Convention = EfficiencyConvention.DelithiationOverLithiation, ChargeFrom = "test" },
            Curves, file, Token);
    }
}
