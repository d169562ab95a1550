namespace LtoAutoscope.Imaging.Metrology;

/// <summary>Connected parts of a small mask with an empty frame around it.</summary>
internal static class ConnectedPixels
{
    /// <summary>Clears the 8-connected part that holds the first set pixel, and tells how many pixels it had.</summary>
    internal static int Erase(byte[] mask, int width, int height)
    {
        int first = mask.AsSpan(0, width * height).IndexOfAnyExcept((byte)0);
        if (first < 0) return 0;
        Stack<int> open = new([first]);
        mask[first] = 0;
        int count = 0;
        while (open.TryPop(out int index))
        {
            count++;
            for (int dy = -width; dy <= width; dy += width)
            {
                for (int dx = -1; dx <= 1; dx++)
                {
                    int neighbour = index + dy + dx;
                    if (mask[neighbour] == 0) continue;
                    mask[neighbour] = 0;
                    open.Push(neighbour);
                }
            }
        }

        return count;
    }
}
