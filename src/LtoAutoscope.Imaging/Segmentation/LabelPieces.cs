namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>Sees to it that every label is one connected piece (4-neighbours) and that no foreground is without one. Deterministic: ties go in reading order.</summary>
internal static class LabelPieces
{
    /// <summary>Sets all but the largest piece of each label to 0.</summary>
    internal static void KeepLargest(int[] labels, int width)
    {
        int[] piece = new int[labels.Length];
        List<int> sizes = [0], owners = [0];
        int[] open = new int[4096];
        for (int first = 0; first < labels.Length; first++)
        {
            if (labels[first] == 0 || piece[first] != 0) continue;
            int number = sizes.Count, label = labels[first], size = 0, waiting = 1;
            piece[first] = number;
            open[0] = first;
            while (waiting > 0)
            {
                int pixel = open[--waiting];
                size++;
                int x = pixel % width;
                if (x > 0) Visit(pixel - 1);
                if (x < width - 1) Visit(pixel + 1);
                if (pixel >= width) Visit(pixel - width);
                if (pixel + width < labels.Length) Visit(pixel + width);
            }

            sizes.Add(size);
            owners.Add(label);

            void Visit(int neighbour)
            {
                if (labels[neighbour] != label || piece[neighbour] != 0) return;
                piece[neighbour] = number;
                if (waiting == open.Length) Array.Resize(ref open, 2 * waiting);
                open[waiting++] = neighbour;
            }
        }

        int[] largest = new int[owners.Max() + 1];
        for (int number = 1; number < sizes.Count; number++)
            if (largest[owners[number]] == 0 || sizes[number] > sizes[largest[owners[number]]]) largest[owners[number]] = number;
        for (int i = 0; i < labels.Length; i++)
            if (labels[i] != 0 && largest[labels[i]] != piece[i]) labels[i] = 0;
    }

    /// <summary>Grows the labels over the foreground that has none, pixel by pixel from all sides at once.</summary>
    internal static void Spread(int[] labels, bool[] inside, int width)
    {
        Queue<int> front = [];
        for (int i = 0; i < labels.Length; i++)
            if (labels[i] != 0 && Borders(i)) front.Enqueue(i);
        while (front.TryDequeue(out int pixel))
        {
            int x = pixel % width;
            if (pixel >= width) Take(pixel - width);
            if (x > 0) Take(pixel - 1);
            if (x < width - 1) Take(pixel + 1);
            if (pixel + width < labels.Length) Take(pixel + width);

            void Take(int neighbour)
            {
                if (!Open(neighbour)) return;
                labels[neighbour] = labels[pixel];
                front.Enqueue(neighbour);
            }
        }

        bool Open(int i) => inside[i] && labels[i] == 0;

        bool Borders(int i)
        {
            int x = i % width;
            return (x > 0 && Open(i - 1)) || (x < width - 1 && Open(i + 1)) || (i >= width && Open(i - width)) || (i + width < labels.Length && Open(i + width));
        }
    }

    /// <summary>Gives each connected part of the foreground that still has no label one of its own.</summary>
    internal static void NumberIslands(int[] labels, bool[] inside, int width)
    {
        int next = labels.Length == 0 ? 0 : labels.Max();
        Stack<int> open = [];
        for (int first = 0; first < labels.Length; first++)
        {
            if (!inside[first] || labels[first] != 0) continue;
            labels[first] = ++next;
            open.Push(first);
            while (open.TryPop(out int pixel))
            {
                int x = pixel % width;
                if (x > 0) Visit(pixel - 1);
                if (x < width - 1) Visit(pixel + 1);
                if (pixel >= width) Visit(pixel - width);
                if (pixel + width < labels.Length) Visit(pixel + width);
            }

            void Visit(int neighbour)
            {
                if (!inside[neighbour] || labels[neighbour] != 0) return;
                labels[neighbour] = next;
                open.Push(neighbour);
            }
        }
    }
}
