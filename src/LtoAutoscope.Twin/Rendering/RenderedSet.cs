using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>Writes pictures of synthetic powders with exact instance masks, for training and testing a segmentation network.</summary>
public static class RenderedSet
{
    private const string Header = "name,seed,index,width_px,height_px,pixel_size_nm,median_diameter_nm,geometric_sd,mean_aspect_ratio,mean_radius_px,"
        + "coverage,particles,foreground,unlabelled,oxide,support,mode,electrons,blur_px,astigmatism,inverted,marked,image_sha256,label_sha256";

    /// <summary>
    /// Writes <c>images/NAME.png</c> (8-bit grey), <c>labels/NAME.png</c> (16-bit, 0 background, one number a visible particle) and <c>manifest.csv</c>.
    /// Picture i depends on the seed, i and the options alone.
    /// </summary>
    /// <param name="count">How many pictures, ≥ 1.</param>
    /// <param name="seed">Seed of the set.</param>
    /// <param name="folder">Where to; made when missing.</param>
    /// <param name="options">What the set holds.</param>
    /// <param name="progress">Hears how many pictures are done.</param>
    /// <param name="cancellationToken">Stops between pictures; only a whole set gets its manifest.</param>
    /// <exception cref="InputException">The count or an option is out of range.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task WriteAsync(int count, int seed, string folder, RenderOptions options, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (count < 1) throw new InputException(FormattableString.Invariant($"{count} pictures are none"), "count", "Ask for at least one");
        string images = Path.Combine(folder, "images"), labels = Path.Combine(folder, "labels");
        Directory.CreateDirectory(images);
        Directory.CreateDirectory(labels);
        var rows = new string[count];
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count, parallel, async (number, token) =>
        {
            int index = options.FirstIndex + number;
            (RandomScene scene, GreyImage image, LabelImage mask, double unlabelled) = Picture(seed, index, options, token);
            string name = string.Create(CultureInfo.InvariantCulture, $"s{seed}-{index:00000}");
            string imageHash = await SaveAsync(Path.Combine(images, name + ".png"), s => PngImage.Write(image, s), token).ConfigureAwait(false);
            string maskHash = await SaveAsync(Path.Combine(labels, name + ".png"), s => PngImage.WriteLabels(mask, s), token).ConfigureAwait(false);
            rows[number] = Row(name, seed, index, scene, mask, unlabelled, imageHash, maskHash);
            progress?.Report(Interlocked.Increment(ref done));
        }).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, "manifest.csv"), Header + "\n" + string.Join('\n', rows) + "\n", cancellationToken).ConfigureAwait(false);
    }

    internal static (RandomScene Scene, GreyImage Image, LabelImage Labels, double Unlabelled) Picture(int seed, int index, RenderOptions options, CancellationToken cancellationToken)
    {
        var random = new HashRandom((ulong)seed, index, 0x5E7);
        RandomScene scene = RandomScene.Draw(ref random, options);
        (GreyImage image, LabelImage labels, double unlabelled) = RandomPicture.Make(scene, ref random, cancellationToken);
        return (scene, image, labels, unlabelled);
    }

    private static string Name(OxideKind kind) => kind switch
    {
        OxideKind.Titania => "TiO2",
        OxideKind.LithiumTitanate => "LTO",
        OxideKind.Alumina => "Al2O3",
        OxideKind.ZincOxide => "ZnO",
        OxideKind.Silica => "SiO2",
        _ => "any",
    };

    private static string Name(SupportKind kind) => kind switch
    {
        SupportKind.Foil => "foil",
        SupportKind.Membrane => "membrane",
        SupportKind.Lacy => "lacy",
        SupportKind.Tab => "tab",
        _ => "plain",
    };

    private static async Task<string> SaveAsync(string path, Action<Stream> write, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        write(memory);
        byte[] bytes = memory.ToArray();
        // Not flushed to the disk one by one: the manifest, which comes last, has the hashes.
        cancellationToken.ThrowIfCancellationRequested();
        await File.WriteAllBytesAsync(path, bytes, CancellationToken.None).ConfigureAwait(false);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static string Row(string name, int seed, int index, RandomScene s, LabelImage mask, double unlabelled, string imageHash, string maskHash)
    {
        int covered = 0;
        foreach (int l in mask.Labels)
            if (l != 0) covered++;
        return new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{name},{seed},{index},{mask.Width},{mask.Height},{s.View.FieldWidthUm * 1000 / s.View.WidthPx:0.####},{s.Powder.MedianDiameterNm:0.##},{s.Powder.GeometricSd:0.###},{s.Powder.MeanAspectRatio:0.###},{s.RadiusPx:0.##},")
            .Append(CultureInfo.InvariantCulture,
            $"{s.Coverage:0.###},{mask.Maximum},{(double)covered / mask.Labels.Length:0.####},{unlabelled:0.####},{Name(s.Oxide)},{Name(s.Support)},{s.Mode},{s.Electrons:0.#},{s.BlurPx:0.##},{s.Astigmatism:0.##},{(s.Inverted ? 1 : 0)},{(s.Marked ? 1 : 0)},{imageHash},{maskHash}").ToString();
    }
}
