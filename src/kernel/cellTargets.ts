/** Declarations of a cell as assignments: patterns that are declared become patterns that are assigned to. */
import type ts from 'typescript';
import { type TypeScriptApi, withoutParentheses } from './cellSyntax';

/** How the parts of a declaration are rewritten. */
interface Parts {
  /** What a declared name is assigned to. */
  variable(name: string): ts.Expression;
  expression(node: ts.Expression): ts.Expression;
  propertyName(node: ts.PropertyName): ts.PropertyName;
}

export class Targets {
  constructor(
    private readonly api: TypeScriptApi,
    private readonly factory: ts.NodeFactory,
    private readonly parts: Parts,
  ) {}

  /** A declared name or pattern as the target of an assignment. */
  target(name: ts.BindingName): ts.Expression {
    const { api, factory } = this;
    if (api.isIdentifier(name)) return api.setTextRange(this.parts.variable(name.text), name);
    if (api.isArrayBindingPattern(name)) {
      const elements = name.elements.map((element) => {
        if (api.isOmittedExpression(element)) return element;
        const target = this.withDefault(element);
        return element.dotDotDotToken ? factory.createSpreadElement(target) : target;
      });
      return api.setTextRange(factory.createArrayLiteralExpression(elements), name);
    }
    const properties = name.elements.map((element) => {
      const target = this.withDefault(element);
      if (element.dotDotDotToken) return factory.createSpreadAssignment(target);
      const property = element.propertyName
        ? this.parts.propertyName(element.propertyName)
        : factory.createIdentifier((element.name as ts.Identifier).text);
      return factory.createPropertyAssignment(property, target);
    });
    return api.setTextRange(factory.createObjectLiteralExpression(properties), name);
  }

  /** The value that a name or pattern is declared with. */
  valueOf(name: ts.BindingName, initializer: ts.Expression): ts.Expression {
    const value = this.parts.expression(initializer);
    return this.api.isIdentifier(name) ? this.named(name.text, initializer, value) : value;
  }

  /** A function or class without name gets that of the variable it is given to; a property would not name it. */
  named(name: string, original: ts.Expression, visited: ts.Expression): ts.Expression {
    const { api, factory } = this;
    const bare = withoutParentheses(api, original);
    const anonymous =
      api.isArrowFunction(bare) ||
      ((api.isFunctionExpression(bare) || api.isClassExpression(bare)) && !bare.name);
    if (!anonymous) return visited;
    // Computed, because '__proto__' would not be a property otherwise.
    const key = factory.createComputedPropertyName(factory.createStringLiteral(name));
    const holder = factory.createObjectLiteralExpression([factory.createPropertyAssignment(key, visited)]);
    return factory.createElementAccessExpression(
      factory.createParenthesizedExpression(holder),
      factory.createStringLiteral(name),
    );
  }

  private withDefault({ name, initializer }: ts.BindingElement): ts.Expression {
    const target = this.target(name);
    return initializer ? this.factory.createAssignment(target, this.valueOf(name, initializer)) : target;
  }
}
