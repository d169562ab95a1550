using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>
/// Reads a label map as drawing programs write it: a grey PNG or TIFF of 8 or 16 bits whose values number the particles (napari, Fiji, our own),
/// or a colour PNG in which each colour is a particle and black is background (CVAT's instance masks, Label Studio).
/// </summary>
public static class LabelFile
{
    /// <summary>More colours than this in one picture are shades of edges, not particles.</summary>
    public const int MostColours = 20_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is missing, damaged, of another kind, or its colours cannot number particles.</exception>
    public static LabelImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("The label map cannot be read", path, "Check that the file is there and that you may read it", error);
        }

        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension is ".jpg" or ".jpeg" or ".webp")
            throw new InputException("A label map must not be packed with loss, which blurs its numbers", path, "Save it as PNG");
        if (extension is ".tif" or ".tiff")
        {
            GreyImage image = ImageReader.Read(path).Image;
            return new LabelImage(image.Width, image.Height, Array.ConvertAll(image.Pixels, static value => (int)value));
        }

        using var stream = new MemoryStream(bytes, writable: false);
        return IsColour(bytes) ? ReadColours(bytes, path) : PngImage.ReadLabels(stream, path);
    }

    /// <summary>What is wrong with a label map as a description of particles.</summary>
    /// <param name="labels">The map.</param>
    /// <param name="pictureHeight">Rows above the data bar.</param>
    /// <param name="file">What to call it.</param>
    public static IEnumerable<AnnotationProblem> Problems(LabelImage labels, int pictureHeight, string file)
    {
        ArgumentNullException.ThrowIfNull(labels);
        IReadOnlyList<ParticleMask> particles = ParticleMask.All(labels);
        if (particles.Count == 1 && CrackRings.Of(particles[0]).Count(static ring => CrackRings.SignedArea(ring) > 4) is > 3 and var parts)
        {
            yield return new AnnotationProblem($"{file}, label {particles[0].Label}", $"it is the only label and lies in {parts} separate parts: this is a mask of the foreground, not of particles",
                "Give each particle a number of its own (napari: a labels layer; Fiji: Analyze Particles with Count Masks; skimage.measure.label)");
            yield break;
        }

        foreach (ParticleMask particle in particles)
        {
            string where = $"{file}, label {particle.Label}";
            if (particle.Label > ushort.MaxValue)
                yield return new AnnotationProblem(where, "the number is larger than 65535", "Number the particles from 1 on");
            if (particle.Area < SmallestArea)
                yield return new AnnotationProblem(where, $"it has only {particle.Area} pixels, at column {particle.X}, row {particle.Y}", $"Draw at least {SmallestArea} pixels, or delete it: a slip of the pen looks like this");
            if (particle.Y + particle.Height > pictureHeight)
                yield return new AnnotationProblem(where, $"it reaches into the data bar, which begins at row {pictureHeight}", "Delete what lies in the bar, or correct picture_height_px in manifest.csv if there is no bar");
            List<double> areas = [.. CrackRings.Of(particle).Select(static ring => CrackRings.SignedArea(ring)).Where(static area => area > 0)];
            if (areas.Count > 1 && areas.Max() < 0.9 * particle.Area)
                yield return new AnnotationProblem(where, $"it lies in {areas.Count} separate parts", "Give them different numbers if they are different particles; it is taken as one", IsWarning: true);
        }
    }

    /// <summary>Particles with fewer pixels are slips of the pen.</summary>
    public const int SmallestArea = 4;

    private static bool IsColour(byte[] bytes)
        => bytes.Length > 26 && bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) && bytes[25] is 2 or 3 or 6;

    private static LabelImage ReadColours(byte[] bytes, string path)
    {
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec codec = SKCodec.Create(data) ?? throw new InputException("The file is damaged", path, "Save it again");
        ImageReader.CheckSize(codec.Info.Width, codec.Info.Height, path);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) != SKCodecResult.Success) throw new InputException("The file is damaged or truncated", path, "Save it again");
        ReadOnlySpan<byte> pixels = bitmap.GetPixelSpan();
        var numbers = new Dictionary<int, int>();
        var labels = new LabelImage(info.Width, info.Height);
        for (int i = 0; i < labels.Labels.Length; i++)
        {
            int colour = pixels[4 * i] << 16 | pixels[4 * i + 1] << 8 | pixels[4 * i + 2];
            if (colour == 0 || pixels[4 * i + 3] == 0) continue;
            if (!numbers.TryGetValue(colour, out int number)) numbers.Add(colour, number = numbers.Count + 1);
            if (number > MostColours)
                throw new InputException($"it has more than {MostColours} colours: these are shades, not particles", path, "Save the mask without smoothing (anti-aliasing) and without loss, one colour a particle");
            labels.Labels[i] = number;
        }

        return labels;
    }
}
