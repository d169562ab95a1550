using System.Globalization;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Rendering;

/// <summary>Writes frames of a synthetic powder with all that is true of them: <c>images/</c>, <c>labels/</c> (instance masks) and <c>particles.csv</c>.</summary>
public static class TruthSet
{
    private const string Header = "frame,label,x_mm,y_mm,diameter_nm,aspect_ratio,fractal_dimension,visible_px,whole_px,touches_border";

    /// <summary>Writes the set; frames lie side by side along x, without overlap.</summary>
    /// <param name="world">The powder.</param>
    /// <param name="first">The first frame's view.</param>
    /// <param name="count">How many frames, ≥ 1.</param>
    /// <param name="folder">Where to; made when missing.</param>
    /// <param name="cancellationToken">Stops between frames.</param>
    /// <exception cref="InputException">The field is too wide to tell the particles apart, or the count is below 1.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task WriteAsync(SyntheticPowderWorld world, ViewRequest first, int count, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(first);
        if (count < 1) throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{count} frames are none"), "count", "Ask for at least one");
        string images = Path.Combine(folder, "images"), labels = Path.Combine(folder, "labels");
        Directory.CreateDirectory(images);
        Directory.CreateDirectory(labels);
        var table = new StringBuilder(Header).Append('\n');
        for (int i = 0; i < count; i++)
        {
            ViewRequest view = first with { CentreXMm = first.CentreXMm + i * first.FieldWidthUm / 1000, Identity = first.Identity + (ulong)i };
            string name = string.Create(CultureInfo.InvariantCulture, $"f{i:00000}.png");
            (LabelImage mask, IReadOnlyList<TrueParticle> particles) = world.TruthTable(view, cancellationToken)
                ?? throw new InputException("the field is too wide to tell the particles apart", "field width", "Ask for a narrower field");
            await SaveAsync(Path.Combine(images, name), stream => PngImage.Write(world.Render(view, cancellationToken), stream), cancellationToken).ConfigureAwait(false);
            await SaveAsync(Path.Combine(labels, name), stream => PngImage.WriteLabels(mask, stream), cancellationToken).ConfigureAwait(false);
            foreach (TrueParticle p in particles)
            {
                table.Append(CultureInfo.InvariantCulture,
                    $"{name},{p.Label},{p.XMm:0.#########},{p.YMm:0.#########},{p.DiameterNm:0.###},{p.AspectRatio:0.####},{p.FractalDimension:0.####},{p.VisiblePixels},{p.WholePixels:0.#},{(p.TouchesBorder ? 1 : 0)}\n");
            }
        }

        await AtomicFile.WriteTextAsync(Path.Combine(folder, "particles.csv"), table.ToString(), cancellationToken).ConfigureAwait(false);
    }

    private static async Task SaveAsync(string path, Action<Stream> write, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        write(memory);
        await AtomicFile.WriteAsync(path, memory.ToArray(), cancellationToken).ConfigureAwait(false);
    }
}
