using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Recipes;

namespace LtoAutoscope.Storage.Tests.Recipes;

public sealed class RecipeStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DataFolder _data = null!;
    private RecipeStore _store = null!;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(_folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        _store = new RecipeStore(_data, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task KeepAsync_SameTwice_IsOneFileByNameVersionAndHash()
    {
        var recipe = new Recipe { Name = "standard", Version = 3 };
        string sha256 = await _store.KeepAsync(recipe, acceptsOther: false, Token);
        Assert.Equal(sha256, await _store.KeepAsync(recipe, acceptsOther: false, Token));
        Assert.Equal($"standard-v3-{sha256[..12]}.json", Path.GetFileName(Assert.Single(Directory.GetFiles(_data.Recipes))));
        Assert.Equal(recipe.Name, Assert.Single(await _store.ListAsync(Token)).Recipe.Name);
    }

    [Fact]
    public async Task KeepAsync_SameVersionOtherContent_IsRefusedByKeyAndTheNextVersionTaken()
    {
        var recipe = new Recipe { Name = "standard" };
        await _store.KeepAsync(recipe, acceptsOther: false, Token);
        Recipe changed = recipe with { Exposure = recipe.Exposure with { DwellUs = 9 }, Plan = recipe.Plan with { Polygon = [new PlanPoint(0, 0), new PlanPoint(1, 0), new PlanPoint(0, 1)] } };
        var error = await Assert.ThrowsAsync<InputException>(() => _store.KeepAsync(changed, acceptsOther: false, Token));
        Assert.Contains("exposure.dwell_us: 3 → 9", error.What, StringComparison.Ordinal);
        Assert.Contains("plan.polygon", error.What, StringComparison.Ordinal);
        Assert.Contains("version: 2", error.Remedy, StringComparison.Ordinal);
        await _store.KeepAsync(changed with { Version = 2 }, acceptsOther: false, Token);
        Assert.Equal(2, (await _store.ListAsync(Token)).Count);
        Assert.NotEqual(await _store.KeepAsync(recipe, acceptsOther: false, Token), await _store.KeepAsync(changed, acceptsOther: true, Token));
    }

    [Fact]
    public async Task KeepAsync_KeptByAVersionThatKnewFewerKeys_IsTheSameRecipe()
    {
        await AtomicFile.WriteTextAsync(Path.Combine(_data.Recipes, "old-v1-000000000000.json"), """{"sha256":"00","kept_at":"2026-03-14T18:00:00+00:00","recipe":{"name":"old","particle_goal":500}}""", Token);
        Assert.Equal("00", await _store.KeepAsync(new Recipe { Name = "old" }, acceptsOther: false, Token));
    }

    [Fact]
    public async Task KeepAsync_NameThatIsNoFileName_StaysInItsFolder()
    {
        await _store.KeepAsync(new Recipe { Name = "../../LTO 70 nm/fine" }, acceptsOther: false, Token);
        Assert.Single(Directory.GetFiles(_data.Recipes));
    }
}
