using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace LtoAutoscope.Storage.Recipes;

/// <summary>Compares two texts of a recipe line by line.</summary>
public static class RecipeDiff
{
    /// <summary>The lines of both, in order; empty where they are the same.</summary>
    /// <param name="before">The earlier text.</param>
    /// <param name="after">The later text.</param>
    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        if (before == after) return [];
        var lines = new List<DiffLine>();
        int old = 0, now = 0;
        foreach (DiffPiece piece in InlineDiffBuilder.Diff(before, after, ignoreWhiteSpace: false).Lines)
        {
            if (piece.Type != ChangeType.Inserted) old++;
            if (piece.Type != ChangeType.Deleted) now++;
            lines.Add(piece.Type switch
            {
                ChangeType.Inserted => new DiffLine("added", now, piece.Text),
                ChangeType.Deleted => new DiffLine("removed", old, piece.Text),
                _ => new DiffLine("same", now, piece.Text),
            });
        }

        return lines;
    }
}
