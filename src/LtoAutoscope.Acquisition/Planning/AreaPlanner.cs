using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Acquisition.Planning;

/// <summary>
/// Decides where the frames of a sample lie before the first one is taken, as a pure function of stub and recipe: a resumed run plans
/// the same places.
/// </summary>
public static class AreaPlanner
{
    private const double GoldenAngle = 2.399963229728653; // π·(3 − √5)

    /// <summary>Plans the areas and their frames.</summary>
    /// <exception cref="InputException">A frame would lie outside the stub.</exception>
    public static IReadOnlyList<Area> Plan(Stub stub, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(stub);
        ArgumentNullException.ThrowIfNull(recipe);
        IReadOnlyList<Area> areas = recipe.Plan.Layout == PlanLayout.Grid ? PlanGrid(stub, recipe) : PlanScattered(stub, recipe);
        RefuseOutside(stub, recipe, areas);
        return areas;
    }

    private static List<Area> PlanScattered(Stub stub, Recipe recipe)
    {
        int areaCount = Math.Min(recipe.Areas, recipe.MaximumFrames);
        double phase = GoldenAngle * recipe.Seed;
        var areas = new List<Area>(areaCount);
        for (int index = 0; index < areaCount; index++)
        {
            // Sunflower spiral: equal area a point, so that each part of the stub is as likely as any other.
            double radius = stub.RadiusMm * recipe.Plan.RadiusFraction * Math.Sqrt((index + 0.5) / areaCount);
            double angle = phase + index * GoldenAngle;
            double x = stub.XMm + radius * Math.Cos(angle), y = stub.YMm + radius * Math.Sin(angle);
            int frames = recipe.MaximumFrames / areaCount + (index < recipe.MaximumFrames % areaCount ? 1 : 0);
            int columns = (int)Math.Ceiling(Math.Sqrt(frames));
            int rows = (frames + columns - 1) / columns;
            areas.Add(new Area(index + 1, StageTarget.Planar(x, y), [.. Block(x, y, columns, rows, recipe).Take(frames)]));
        }

        return areas;
    }

    private static List<Area> PlanGrid(Stub stub, Recipe recipe)
    {
        int columns = recipe.Plan.GridColumns, rows = recipe.Plan.GridRows;
        List<StageTarget> tiles = [.. Block(stub.XMm, stub.YMm, columns, rows, recipe).Take(recipe.MaximumFrames)];
        return [.. tiles.Chunk(columns).Select((row, index) => new Area(index + 1, row[row.Length / 2], row))];
    }

    /// <summary>A block of frames around a point in serpentine order, which keeps each move short.</summary>
    private static IEnumerable<StageTarget> Block(double x, double y, int columns, int rows, Recipe recipe)
    {
        double widthMm = recipe.Exposure.FieldWidthUm / 1000;
        double heightMm = widthMm * recipe.Exposure.HeightPx / recipe.Exposure.WidthPx;
        double stepX = widthMm * (1 + recipe.Plan.GapFraction), stepY = heightMm * (1 + recipe.Plan.GapFraction);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns; i++)
            {
                int column = row % 2 == 0 ? i : columns - 1 - i;
                yield return StageTarget.Planar(x + (column - (columns - 1) / 2.0) * stepX, y - (row - (rows - 1) / 2.0) * stepY);
            }
        }
    }

    private static void RefuseOutside(Stub stub, Recipe recipe, IReadOnlyList<Area> areas)
    {
        double halfDiagonalMm = recipe.Exposure.FieldWidthUm / 2000
            * Math.Sqrt(1 + Math.Pow((double)recipe.Exposure.HeightPx / recipe.Exposure.WidthPx, 2));
        foreach (StageTarget tile in areas.SelectMany(area => area.Tiles))
        {
            double dx = tile.XMm!.Value - stub.XMm, dy = tile.YMm!.Value - stub.YMm;
            double reach = Math.Sqrt(dx * dx + dy * dy) + halfDiagonalMm;
            if (reach > stub.RadiusMm)
            {
                throw new InputException(
                    FormattableString.Invariant($"a frame would reach {reach:0.000} mm from the middle of stub '{stub.Name}', whose radius is {stub.RadiusMm:0.000} mm"),
                    $"recipe '{recipe.Name}'", "Lower maximum_frames, plan.radius_fraction or exposure.field_width_um, or give the stub a larger radius in config/holders");
            }
        }
    }
}
