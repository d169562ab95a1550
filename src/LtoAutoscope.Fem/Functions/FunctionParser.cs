using System.Globalization;
using System.Linq.Expressions;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;

namespace LtoAutoscope.Fem.Functions;

/// <summary>
/// Reads an arithmetic expression by recursive descent: + − * / ^, parentheses, numbers, variables, pi, F, R, T and the functions of
/// <see cref="Names"/>. All arithmetic is in double precision; ^ binds tighter than a sign and to the right.
/// </summary>
/// <remarks>
/// Expression libraries for .NET (NCalc, Jace) read ^ as exclusive or, divide integers as integers or do not say at which character an
/// error stands, and none differentiates; physics wants the derivative, so the tree is an expression tree that <see cref="FunctionDerivative"/> can walk.
/// </remarks>
internal sealed class FunctionParser
{
    private const int DeepestNesting = 200;

    private static readonly Dictionary<string, (int Arguments, Func<Expression[], Expression> Make)> Functions = new(StringComparer.Ordinal)
    {
        ["exp"] = (1, a => Call(nameof(Math.Exp), a)),
        ["ln"] = (1, a => Call(nameof(Math.Log), a)),
        ["log"] = (1, a => Call(nameof(Math.Log), a)),
        ["log10"] = (1, a => Call(nameof(Math.Log10), a)),
        ["sqrt"] = (1, a => Call(nameof(Math.Sqrt), a)),
        ["tanh"] = (1, a => Call(nameof(Math.Tanh), a)),
        ["sinh"] = (1, a => Call(nameof(Math.Sinh), a)),
        ["cosh"] = (1, a => Call(nameof(Math.Cosh), a)),
        ["asinh"] = (1, a => Call(nameof(Math.Asinh), a)),
        ["atan"] = (1, a => Call(nameof(Math.Atan), a)),
        ["sin"] = (1, a => Call(nameof(Math.Sin), a)),
        ["cos"] = (1, a => Call(nameof(Math.Cos), a)),
        ["abs"] = (1, a => Call(nameof(Math.Abs), a)),
        ["pow"] = (2, a => Expression.Power(a[0], a[1])),
        ["min"] = (2, a => Expression.Condition(Expression.LessThan(a[0], a[1]), a[0], a[1])),
        ["max"] = (2, a => Expression.Condition(Expression.GreaterThan(a[0], a[1]), a[0], a[1])),
    };

    private readonly string _text;
    private readonly string _where;
    private readonly IReadOnlyDictionary<string, ParameterExpression> _variables;
    private int _at;
    private int _depth;

    private FunctionParser(string text, string where, IReadOnlyDictionary<string, ParameterExpression> variables)
        => (_text, _where, _variables) = (text, where, variables);

    /// <summary>The functions that an expression may call.</summary>
    internal static IReadOnlyCollection<string> Names => Functions.Keys;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="where">What messages call it.</param>
    /// <param name="variables">The variables by name.</param>
    /// <exception cref="InputException">It is no expression; the message has the character.</exception>
    internal static Expression Parse(string text, string where, IReadOnlyDictionary<string, ParameterExpression> variables)
    {
        var parser = new FunctionParser(text, where, variables);
        var result = parser.Sum();
        if (parser.Peek() != '\0') throw parser.Wrong($"'{parser.Peek()}' is not expected", "Write an operator, or end here");
        return result;
    }

    private Expression Sum()
    {
        if (++_depth > DeepestNesting) throw Wrong("the expression is nested too deeply", "Take some of its parentheses away");
        var left = Product();
        while (Peek() is '+' or '-')
        {
            bool plus = _text[_at++] == '+';
            var right = Product();
            left = plus ? Expression.Add(left, right) : Expression.Subtract(left, right);
        }

        _depth--;
        return left;
    }

    private Expression Product()
    {
        var left = Signed();
        while (Peek() is '*' or '/')
        {
            bool times = _text[_at++] == '*';
            var right = Signed();
            left = times ? Expression.Multiply(left, right) : Expression.Divide(left, right);
        }

        return left;
    }

    private Expression Signed()
    {
        if (++_depth > DeepestNesting) throw Wrong("the expression is nested too deeply", "Take some of its signs away");
        try
        {
            if (Peek() is not ('+' or '-')) return Raised();
            return _text[_at++] == '-' ? Expression.Negate(Signed()) : Signed();
        }
        finally
        {
            _depth--;
        }
    }

    private Expression Raised()
    {
        var radix = Primary();
        if (Peek() == '^') _at++;
        else if (Peek() == '*' && _at + 1 < _text.Length && _text[_at + 1] == '*') _at += 2;
        else return radix;
        var exponent = Signed();
        // A square or a cube is a product; Math.Pow is ten times slower.
        return exponent is ConstantExpression { Value: 2.0 } ? Expression.Multiply(radix, radix) : Expression.Power(radix, exponent);
    }

    private Expression Primary()
    {
        char c = Peek();
        if (c == '(')
        {
            _at++;
            var inner = Sum();
            Expect(')');
            return inner;
        }

        if (char.IsAsciiDigit(c) || c == '.') return Number();
        if (char.IsAsciiLetter(c)) return Word();
        throw c == '\0' ? Wrong("the expression ends too early", "Finish it with a number or a variable") : Wrong($"'{c}' is not expected", "Write a number, a variable or a parenthesis");
    }

    private ConstantExpression Number()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.')) _at++;
        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            int mark = _at++;
            if (_at < _text.Length && _text[_at] is '+' or '-') _at++;
            if (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            {
                while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
            }
            else
            {
                _at = mark;
            }
        }

        string text = _text[start.._at];
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)) return Expression.Constant(value);
        _at = start;
        throw Wrong($"'{text}' is not a number", "Write a number such as 0.194 or 1.5e-3");
    }

    private Expression Word()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
        string word = _text[start.._at];
        if (Peek() != '(')
        {
            if (_variables.TryGetValue(word, out var variable)) return variable;
            switch (word)
            {
                case "pi": return Expression.Constant(Math.PI);
                case "F": return Expression.Constant(Material.FaradayCMol);
                case "R": return Expression.Constant(Material.GasConstantJMolK);
            }

            _at = start;
            throw Wrong($"there is no variable '{word}'", $"Use {string.Join(", ", _variables.Keys)}, pi, F or R");
        }

        if (!Functions.TryGetValue(word, out var function))
        {
            _at = start;
            throw Wrong($"there is no function '{word}'", $"Use one of {string.Join(", ", Functions.Keys)}");
        }

        _at = _text.IndexOf('(', _at) + 1;
        var arguments = new Expression[function.Arguments];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (i > 0) Expect(',');
            arguments[i] = Sum();
        }

        Expect(')');
        return function.Make(arguments);
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private void Expect(char c)
    {
        if (Peek() != c) throw Wrong($"'{c}' is missing", $"Write '{c}' here");
        _at++;
    }

    private InputException Wrong(string what, string remedy)
        => new($"{what} at character {Math.Min(_at, _text.Length) + 1} of '{(_text.Length > 60 ? _text[..60] + "…" : _text)}'", _where, remedy);

    private static MethodCallExpression Call(string name, Expression[] arguments)
        => Expression.Call(typeof(Math).GetMethod(name, [.. arguments.Select(_ => typeof(double))])!, arguments);
}
