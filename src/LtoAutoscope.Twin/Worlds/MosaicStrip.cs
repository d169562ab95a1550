using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Twin.Worlds;

/// <summary>Real micrographs side by side as one strip, with the outlines that people drew.</summary>
internal sealed class MosaicStrip
{
    private MosaicStrip(int width, int height, int imageWidth, byte[] grey, ushort[] labels)
        => (Width, Height, ImageWidth, Grey, Labels) = (width, height, imageWidth, grey, labels);

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>Width of one of its images: seams lie at its multiples.</summary>
    internal int ImageWidth { get; }

    internal byte[] Grey { get; }

    /// <summary>Instance numbers, unique over the strip; 0 background.</summary>
    internal ushort[] Labels { get; }

    /// <summary>Reads <c>images/*.png</c> in order of name and the mask of the same name under <c>labels/</c>.</summary>
    /// <exception cref="InputException">The folder is missing or its images do not fit together.</exception>
    internal static MosaicStrip Load(string folder)
    {
        string images = Path.Combine(folder, "images");
        string[] files = Directory.Exists(images) ? Directory.GetFiles(images, "*.png") : [];
        if (files.Length == 0) throw new InputException("The micrographs of the real sample are not there", images, "Install the program again with its Assets folder");
        Array.Sort(files, StringComparer.Ordinal);
        MosaicStrip? strip = null;
        int highest = 0;
        for (int n = 0; n < files.Length; n++)
        {
            GreyImage image = ReadFile(files[n], PngImage.Read);
            LabelImage mask = ReadFile(Path.Combine(folder, "labels", Path.GetFileName(files[n])), PngImage.ReadLabels);
            strip ??= new MosaicStrip(image.Width * files.Length, image.Height, image.Width, new byte[image.Width * files.Length * image.Height], new ushort[image.Width * files.Length * image.Height]);
            if (image.Width != strip.ImageWidth || image.Height != strip.Height || mask.Width != image.Width || mask.Height != image.Height)
                throw new InputException("Micrographs and masks differ in size", files[n], "Give images and masks of one size");
            int shift = image.BitsPerPixel - 8;
            for (int y = 0; y < image.Height; y++)
            {
                for (int x = 0; x < image.Width; x++)
                {
                    int at = y * strip.Width + n * image.Width + x, label = mask[x, y];
                    strip.Grey[at] = (byte)(image[x, y] >> shift);
                    strip.Labels[at] = (ushort)(label == 0 ? 0 : highest + label);
                }
            }

            highest += mask.Maximum;
        }

        return strip!;
    }

    private static T ReadFile<T>(string path, Func<Stream, string, T> read)
    {
        if (!File.Exists(path)) throw new InputException("The file is not there", path, "Install the program again with its Assets folder");
        using FileStream stream = File.OpenRead(path);
        return read(stream, path);
    }
}
