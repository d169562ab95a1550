using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Recipes;

namespace LtoAutoscope.Storage.Tests.Recipes;

public sealed class RecipeLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecipeLibrary _library;

    public RecipeLibraryTests() => _library = new RecipeLibrary(Config, Data);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Config => Path.Combine(_folder.FullPath, "config");

    private string Data => Path.Combine(_folder.FullPath, "data");

    public void Dispose()
    {
        _library.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task SaveAsync_TwoPeopleFromTheSameText_TellsTheSecondAndLosesNothing()
    {
        await WriteAsync("name: lab\nareas: 3\n");
        RecipeText read = (await _library.FindAsync("lab", Token))!;
        RecipeText first = await _library.SaveAsync("lab", "name: lab\nareas: 4\nversion: 2\n", read.ETag, Token);
        Assert.NotEqual(read.ETag, first.ETag);
        var changed = await Assert.ThrowsAsync<RecipeChangedException>(() => _library.SaveAsync("lab", "name: lab\nareas: 5\nversion: 2\n", read.ETag, Token));
        Assert.Equal(first.Yaml, changed.Current!.Yaml);
        Assert.Equal(first.Yaml, (await _library.FindAsync("lab", Token))!.Yaml);
        string kept = Assert.Single(Directory.GetFiles(Path.Combine(Data, "history")));
        Assert.Equal("name: lab\nareas: 3\n", await File.ReadAllTextAsync(kept, Token));
        await Assert.ThrowsAsync<RecipeChangedException>(() => _library.SaveAsync("lab", "name: lab\n", null, Token)); // there is one already
    }

    [Fact]
    public async Task SaveAsync_ConfigurationTakesNoFiles_GoesToTheDataFolderAndGoesFirst()
    {
        // A file in place of the folder refuses files for every user, root too.
        Directory.CreateDirectory(_folder.FullPath);
        await File.WriteAllTextAsync(Config, "", Token);
        RecipeText made = await _library.SaveAsync("lab", "name: lab\n", null, Token);
        Assert.True(made.IsInDataFolder);
        Assert.Equal(["lab"], _library.Names);
        Assert.Equal("lab", _library.Load("lab").Name);
    }

    [Theory]
    [InlineData("../lab", "name: ../lab\n")]
    [InlineData("lab", "name: other\n")]
    [InlineData("lab", "name: lab\nareas: 0\n")]
    [InlineData("LAB2", "name: LAB2\n")] // differs from lab2 in capitals only
    public async Task SaveAsync_WrongNameOrText_WritesNothing(string name, string yaml)
    {
        await WriteAsync("name: lab2\n", "lab2");
        await Assert.ThrowsAsync<InputException>(() => _library.SaveAsync(name, yaml, null, Token));
        Assert.Equal(["lab2"], _library.Names);
    }

    [Fact]
    public async Task FindAsync_NameThatIsAPath_FindsNothing()
    {
        await WriteAsync("name: lab\n");
        Assert.Null(await _library.FindAsync("../config/lab", Token));
        Assert.Null(await _library.FindAsync("", Token));
    }

    private Task WriteAsync(string yaml, string name = "lab") => AtomicFile.WriteTextAsync(Path.Combine(Config, name + ".yaml"), yaml, Token);
}
