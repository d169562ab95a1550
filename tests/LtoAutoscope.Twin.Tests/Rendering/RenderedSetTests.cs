using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Twin.Tests.Rendering;

public sealed class RenderedSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rendered-set-").FullName;
    private readonly RenderOptions _options = new() { WidthPx = 160, HeightPx = 128 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_InParallel_WritesWhatOneAfterTheOtherWrites()
    {
        string one = Path.Combine(_folder, "one"), four = Path.Combine(_folder, "four");
        await RenderedSet.WriteAsync(8, 5, one, _options, null, Token);
        await RenderedSet.WriteAsync(8, 5, four, _options with { Parallelism = 4 }, null, Token);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(one, "manifest.csv"), Token), await File.ReadAllTextAsync(Path.Combine(four, "manifest.csv"), Token));
    }

    [Fact]
    public async Task WriteAsync_Manifest_TellsTheHashesOfWhatLiesThere()
    {
        await RenderedSet.WriteAsync(3, 6, _folder, _options, null, Token);
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(_folder, "manifest.csv"), Token);
        Assert.Equal(4, lines.Length);
        foreach (string[] row in lines.Skip(1).Select(l => l.Split(',')))
        {
            Assert.Equal(lines[0].Split(',').Length, row.Length);
            Assert.Equal(row[^2], Hash(Path.Combine(_folder, "images", row[0] + ".png")));
            Assert.Equal(row[^1], Hash(Path.Combine(_folder, "labels", row[0] + ".png")));
        }
    }

    [Fact]
    public void Picture_ManyDraws_AreSoundAndDiverse()
    {
        double foreground = 0;
        HashSet<string> modes = [];
        for (int i = 0; i < 60; i++)
        {
            (RandomScene scene, GreyImage image, LabelImage labels, double unlabelled) = RenderedSet.Picture(9, i, _options, Token);
            modes.Add(scene.Mode);
            Assert.InRange(unlabelled, 0, 0.6);
            Assert.True(scene.BlurPx <= 0.2 * scene.RadiusPx);
            Assert.Equal(8, image.BitsPerPixel);
            Assert.True(image.Pixels.Max() - image.Pixels.Min() > 20);
            var count = new int[labels.Maximum + 1];
            foreach (int l in labels.Labels) count[l]++;
            Assert.All(count.Skip(1), n => Assert.True(n >= 12));
            foreground += 1 - (double)count[0] / labels.Labels.Length;
        }

        Assert.Equal(5, modes.Count);
        Assert.InRange(foreground / 60, 0.2, 0.7);
    }

    [Fact]
    public async Task WriteAsync_InTwoParts_WritesWhatOnePartHolds()
    {
        string whole = Path.Combine(_folder, "whole"), rest = Path.Combine(_folder, "rest");
        await RenderedSet.WriteAsync(4, 3, whole, _options, null, Token);
        await RenderedSet.WriteAsync(2, 3, rest, _options with { FirstIndex = 2 }, null, Token);
        Assert.Equal(
            (await File.ReadAllLinesAsync(Path.Combine(whole, "manifest.csv"), Token)).Skip(3),
            (await File.ReadAllLinesAsync(Path.Combine(rest, "manifest.csv"), Token)).Skip(1));
    }

    [Fact]
    public async Task WriteAsync_OptionOutOfRange_IsRefused()
        => await Assert.ThrowsAsync<InputException>(() => RenderedSet.WriteAsync(1, 1, _folder, new RenderOptions { WidthPx = 3 }, null, Token));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
