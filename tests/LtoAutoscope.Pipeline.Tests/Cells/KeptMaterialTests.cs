using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Tests.Cells;

public sealed class KeptMaterialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-materials-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task KeepAsync_FileChangedLater_TheRunKeepsWhatItWasModelledWith()
    {
        using LabData lab = await LabData.OpenAsync(Token);
        RunFolder run = await lab.AddAsync("A", 80, 1.2, 1.05, Token, measured: false);
        var library = new MaterialLibrary(_folder);
        string shipped = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "config", "materials", "lto.yaml"), Token);
        await AtomicFile.WriteTextAsync(Path.Combine(_folder, "lto.yaml"), shipped, Token);

        Material first = await KeptMaterial.KeepAsync(run, library, Token);
        await AtomicFile.WriteTextAsync(Path.Combine(_folder, "lto.yaml"), shipped.Replace("value: 3480", "value: 3440", StringComparison.Ordinal), Token);

        Assert.Equal(3480, first.DensityKgM3);
        Assert.Equal(3440, library.Load("lto").DensityKgM3);
        Assert.Equal(3480, (await KeptMaterial.KeepAsync(run, library, Token)).DensityKgM3);
        Material kept = KeptMaterial.Find(run)!;
        Assert.Equal(MaterialFile.ToKeys(first), MaterialFile.ToKeys(kept));
        Assert.Equal(first.Provenance["density_kg_m3"].Source, kept.Provenance["density_kg_m3"].Source);
        Assert.Equal(first.Provenance["density_kg_m3"].Range, kept.Provenance["density_kg_m3"].Range);
    }

    [Fact]
    public void Load_UnknownName_NamesThoseThatThereAre()
    {
        var library = new MaterialLibrary(Path.Combine(Repository.Root, "config", "materials"));

        InputException error = Assert.Throws<InputException>(() => library.Load("butter"));

        Assert.All(["graphite", "lfp", "lto", "nmc811", "tno"], name => Assert.Contains(name, error.Remedy, StringComparison.Ordinal));
        Assert.False(library.Has("../materials/lto"));
        Assert.Throws<InputException>(() => library.Load("../materials/lto"));
    }

    [Fact]
    public async Task All_DamagedFile_StandsThereWithItsReason()
    {
        await AtomicFile.WriteTextAsync(Path.Combine(_folder, "mine.yaml"), "name: mine\ndensity: 3", Token);

        MaterialSummary mine = Assert.Single(MaterialSummary.All(new MaterialLibrary(_folder)));

        Assert.Contains("line 2", mine.Problem, StringComparison.Ordinal);
    }
}
