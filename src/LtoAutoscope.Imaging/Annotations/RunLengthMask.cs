using System.Text;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>
/// COCO's run-length code of a mask: the lengths of runs of 0, 1, 0, 1… down the columns, one column after the other, as numbers or packed
/// into text (five bits a character from '0' on, the sixth says that more follow; from the fourth number on the difference to the one before the last).
/// </summary>
/// <remarks>Source: cocodataset/cocoapi, common/maskApi.c.</remarks>
public static class RunLengthMask
{
    /// <summary>The runs of a packed text.</summary>
    /// <exception cref="FormatException">The text is no such code.</exception>
    public static IReadOnlyList<int> Unpack(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> counts = [];
        int at = 0;
        while (at < text.Length)
        {
            long value = 0;
            int shift = 0;
            bool more = true;
            while (more)
            {
                if (at == text.Length) throw new FormatException("it ends in the middle of a number");
                int six = text[at++] - 48;
                if (six is < 0 or > 63) throw new FormatException($"'{text[at - 1]}' is none of its characters");
                if (shift > 30) throw new FormatException("a number is too long");
                value |= (long)(six & 0x1f) << shift;
                more = (six & 0x20) != 0;
                shift += 5;
                if (!more && (six & 0x10) != 0) value |= -1L << shift;
            }

            if (counts.Count > 2) value += counts[^2];
            if (value is < 0 or > int.MaxValue) throw new FormatException("a run has a negative length");
            counts.Add((int)value);
        }

        return counts;
    }

    /// <summary>The packed text of runs.</summary>
    public static string Pack(IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var text = new StringBuilder();
        for (int i = 0; i < counts.Count; i++)
        {
            long value = i > 2 ? (long)counts[i] - counts[i - 2] : counts[i];
            bool more = true;
            while (more)
            {
                int six = (int)(value & 0x1f);
                value >>= 5;
                more = (six & 0x10) != 0 ? value != -1 : value != 0;
                text.Append((char)((more ? six | 0x20 : six) + 48));
            }
        }

        return text.ToString();
    }

    /// <summary>The runs of a particle in an image of a size.</summary>
    public static IReadOnlyList<int> Encode(ParticleMask mask, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(mask);
        List<int> counts = [];
        bool value = false;
        int run = 0;
        for (int x = 0; x < width; x++)
        {
            for (int y = 0; y < height; y++)
            {
                if (mask[x, y] != value)
                {
                    counts.Add(run);
                    (run, value) = (0, !value);
                }

                run++;
            }
        }

        counts.Add(run);
        return counts;
    }

    /// <summary>The particle that runs describe; null when no pixel is set.</summary>
    /// <exception cref="FormatException">The runs do not add up to the image.</exception>
    public static ParticleMask? Decode(int label, IReadOnlyList<int> counts, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(counts);
        long total = counts.Sum(static count => (long)count);
        if (total != (long)width * height || counts.Any(static count => count < 0))
            throw new FormatException(FormattableString.Invariant($"its runs add up to {total} pixels, not to {width} × {height}"));
        List<(int Y, int First, int End)> pixels = [];
        int at = 0;
        for (int i = 0; i < counts.Count; at += counts[i], i++)
        {
            if (i % 2 == 0) continue;
            for (int k = at; k < at + counts[i]; k++) pixels.Add((k % height, k / height, k / height + 1));
        }

        return PolygonFill.Join(label, pixels);
    }
}
